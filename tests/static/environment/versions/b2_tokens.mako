<%doc>
SQLite makes the table anew; the token comes from the kernel
</%doc>
<%!
revision = "b2"
down_revision = "a1"
%>
<%def name="upgrade()">
<% op.alter_column("readings", "sensor", nullable=False) %>
CREATE TABLE tokens (token TEXT NOT NULL);
INSERT INTO tokens VALUES (${uuid4()});
</%def>
<%def name="downgrade()">
DROP TABLE tokens;
<% op.alter_column("readings", "sensor", nullable=True) %>
</%def>
