<%def name="upgrade()">
<%
ys = [env("A")]
xs = from_json(env("X"))
xs = xs + [ys]
ys.append(1)
%>
SELECT ${len(xs)}, ${len(ys)};
</%def>
<%def name="downgrade()">
<%
ys = [f"{env('A')}x"]
xs = from_json(env("X"))
xs = xs + [ys]
ys.append(1)
%>
SELECT ${len(xs)}, ${len(ys)};
</%def>
