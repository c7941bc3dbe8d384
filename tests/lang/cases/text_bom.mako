% if x:
b
% endif
