## Read before every migration.

## The time that many days before now, as the views need it.
<%def name="days_ago(days)">\
% if dialect == "postgresql":
now() - interval '${days} days'\
% else:
datetime('now', '-${days} days')\
% endif
</%def>
