% if a:
1
% elif b:
2
% elif c:
3
% else:
4
% endif
