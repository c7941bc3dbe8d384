% for a in b:
% endif
% endfor
