% for a in b:
% else:
% endfor
