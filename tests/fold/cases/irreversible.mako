## settings: from_scratch=no
<%def name="upgrade()">
DROP TABLE t;
</%def>
<%def name="downgrade()">
% if dialect == "sqlite":
<% op.irreversible("the rows are gone") %>
% endif
% if env("FORCE", False):
CREATE TABLE t (x INTEGER);
% else:
<% op.irreversible("only with FORCE") %>
% endif
</%def>
