% if f(1,
 2):
% endif
