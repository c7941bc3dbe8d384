<%doc>devices</%doc>
<%! revision = "c1"; down_revision = None %>
<%def name="upgrade()">
CREATE TABLE devices (id INTEGER PRIMARY KEY, name TEXT);
</%def>
<%def name="downgrade()">
DROP TABLE devices;
</%def>
