## New migrations are made of this by `aludel revision`. Here ${} pastes; what is to stay a template is in <%text>.
<%text><%doc></%text>
${message}

Create Date: ${create_date}
<%text></%doc>
<%!</%text>
revision = ${up_revision | literal}
down_revision = ${down_revision | literal}
branch_labels = ${branch_labels | literal}
depends_on = ${depends_on | literal}
% if compatible_with:
compatible_with = ${compatible_with | literal}
% endif
<%text>%>

<%def name="upgrade()">
</%text>${upgrades}<%text></%def>

<%def name="downgrade()">
</%text>${downgrades}<%text></%def></%text>
