<%doc>
readings, more than fit in SQLite's cache: sorting them for the index, and what the update may have to undo, need temporary files
</%doc>
<%!
revision = "a1"
down_revision = None
%>
<%def name="upgrade()">
CREATE TABLE readings (id INTEGER PRIMARY KEY, sensor TEXT, value INTEGER UNIQUE);
INSERT INTO readings (id, sensor, value)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)
SELECT i, 'the sensor with the number ' || (i * 7919 % 40009), i FROM n;
CREATE INDEX readings_by_sensor ON readings (sensor);
UPDATE readings SET sensor = sensor || ', in the hall', value = -value;
</%def>
<%def name="downgrade()">
DROP TABLE readings;
</%def>
