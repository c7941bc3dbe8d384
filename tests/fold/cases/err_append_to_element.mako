<%def name="upgrade()">
<%
d = {"k": [], "s": {"a": []}}
d["k"].append(1)
d["k"].extend((1, 2))
d["s"]["a"].append(d["k"])
d["k"].append([
    1,
])
from_json(env("X")).append(2)
d["k"].append()
d["s"].append(1)
%>
</%def>
