SELECT \
  1, \
  2;\
% if x:
q
% endif
