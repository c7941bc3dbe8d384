<%def name="upgrade()">
<% a, b = 1, 2, 3 %>
<% a, b = [1] %>
<% for a, b in [1]:
    pass
%>
</%def>
