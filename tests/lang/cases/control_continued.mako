% if a and \
   b:
x
% endif
