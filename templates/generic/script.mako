## New migrations are made of this by `aludel revision`. Here ${} pastes; what is to stay a template is in <%text>.
<%text><%doc></%text>
${message}

Create Date: ${create_date}
<%text></%doc>
<%!</%text>
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}
<%text>%>
<%def name="upgrade()">
</%def>
<%def name="downgrade()">
</%def></%text>
