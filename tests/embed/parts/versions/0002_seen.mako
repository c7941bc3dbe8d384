<%doc>an index, made beside whoever uses the table</%doc>
<%!
revision = "0002"
down_revision = "0001"
%>

<%def name="upgrade()">
% with op.autocommit():
%   if dialect == "postgresql":
CREATE INDEX CONCURRENTLY parts_name ON parts (name);
%   else:
CREATE INDEX parts_name ON parts (name);
%   endif
% endwith
</%def>

<%def name="downgrade()">
DROP INDEX parts_name;
</%def>
