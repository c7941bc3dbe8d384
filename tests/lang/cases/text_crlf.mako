a
% if x:
b
% endif
c
