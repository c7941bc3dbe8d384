<%doc>
rows that are read one by one, from a copy that SQLite keeps in a file where it can
</%doc>
<%!
revision = "c3"
down_revision = "b2"
%>
<%def name="upgrade()">
% for row in op.query("SELECT id, sensor FROM readings WHERE id % 4 = 0"):
UPDATE readings SET sensor = ${row.sensor.upper()} WHERE id = ${row.id};
% endfor
</%def>
<%def name="downgrade()">
UPDATE readings SET sensor = lower(sensor);
</%def>
