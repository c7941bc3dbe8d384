<%def name="upgrade()">
<%
xs = []
xs.append(*["a"])
xs.extend(*[["b", "c"]])
%>
SELECT ${xs};
% if op.has_table("a"):
<% raise ValueError(*xs) %>
% elif op.has_table("b"):
<% raise ValueError(*[]) %>
% elif op.has_table("c"):
<% raise ValueError("c", code=1) %>
% endif
</%def>
<%def name="downgrade()">
</%def>
