<%doc>parts: a library's, which has a 0001 as well</%doc>
<%!
revision = "0001"
down_revision = None
%>

<%def name="upgrade()">
CREATE TABLE parts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
</%def>

<%def name="downgrade()">
DROP TABLE parts;
</%def>
