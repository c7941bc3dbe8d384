<%doc>what they measure</%doc>
<%! revision = "c2"; down_revision = "c1" %>
<%def name="upgrade()">
CREATE TABLE readings (device INTEGER NOT NULL REFERENCES devices (id) ON DELETE CASCADE, reading INTEGER);
</%def>
<%def name="downgrade()">
DROP TABLE readings;
</%def>
