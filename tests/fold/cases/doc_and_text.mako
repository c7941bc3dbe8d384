<%doc>
a message
</%doc>
<%! revision = "4f2a" %>
<%def name="upgrade()">
<%text>
INSERT INTO t VALUES ('${raw}');
</%text>
## a comment
SELECT 1, \
2;
</%def>
