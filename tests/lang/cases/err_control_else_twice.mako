% if a:
% else:
% else:
% elif b:
% endif
