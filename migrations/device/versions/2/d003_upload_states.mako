<%doc>
uploads know how often they were tried, and have one of three states

What image 1 has marked as "sent" may not have arrived: it is uploaded once more, since a server knows measurements by
their numbers.
</%doc>
<%!
revision = "d003"
down_revision = "d002"
%>

<%def name="upgrade()">
ALTER TABLE uploads ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
UPDATE uploads SET state = 'waiting' WHERE state NOT IN ('waiting', 'acknowledged');
<%
op.create_check_constraint("uploads_state", "uploads", "state IN ('waiting', 'sending', 'acknowledged')")
%>
INSERT INTO config (name, value) VALUES ('attempts', '5');
</%def>

<%def name="downgrade()">
DELETE FROM config WHERE name = 'attempts';
<%
op.drop_constraint("uploads_state", "uploads", type_="check")
%>
UPDATE uploads SET state = 'waiting' WHERE state = 'sending';
ALTER TABLE uploads DROP COLUMN attempts;
</%def>
