<%def name="upgrade()">
<% f(*env("A")) %>
<% f(**{1: 2}) %>
<% f(1, a=2) %>
<% f() %>
<% g(1, 2) %>
</%def>
<%! def f(a): return a
def g(b): return b
%>
<%def name="x()">
</%def>
