% if x
% endif
% for a in b
% endfor
% while y
% endwhile
