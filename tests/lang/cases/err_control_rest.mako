% if x: foo
% endif
% else if y:
% if a = 1:
% endif
