revision = 'a'
<%def name="upgrade()">
def upgrade():
    pass
%>
