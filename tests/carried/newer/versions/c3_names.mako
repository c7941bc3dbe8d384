<%doc>a device has a name</%doc>
<%! revision = "c3"; down_revision = "c2" %>
<%def name="upgrade()">
<% op.alter_column("devices", "name", existing_type=sa.Text(), type_=sa.String(40), nullable=False) %>
</%def>
<%def name="downgrade()">
<% op.alter_column("devices", "name", existing_type=sa.String(40), type_=sa.Text(), nullable=True) %>
</%def>
