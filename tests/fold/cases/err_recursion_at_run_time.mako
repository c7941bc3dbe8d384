<%!
revision = "r1"
down_revision = None
def f(n):
    if n == 0:
        return 0
    return f(n - 1)
%>
<%def name="upgrade()">
SELECT ${f(env("N", 5))};
</%def>
<%def name="downgrade()">

</%def>
