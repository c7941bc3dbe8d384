<%! revision = "a1"; down_revision = None %>
<%def name="upgrade()">
DELETE FROM prices <% op.remark("too late") %> WHERE day < '2024-01-01';
</%def>
