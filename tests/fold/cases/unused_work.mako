<%!
UNUSED = env("UNUSED", "x")
def never():
    return nothing
%>
<%def name="upgrade()">
<% a = env("A", 1) == 2 %>
</%def>
