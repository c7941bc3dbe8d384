<%!
revision = "a"
down_revision: str | None = None
branch_labels = ("x",)
%>
<%def name="upgrade()"><%! later = 1 %></%def>