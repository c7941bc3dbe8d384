def upgrade():
    pass
%>
