<%def name="upgrade()">
<%
def f(n):
    if n > 100:
        return n
    return f(n + 1)
x = f(env("N", 1))
%>
</%def>
