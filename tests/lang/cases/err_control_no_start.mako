x
% endif
% endfor
% else:
