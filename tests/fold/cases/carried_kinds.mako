<%def name="upgrade()">
<%
sep = text("")
out = []
d = {}
for w in env("W").split():
    out.append(w)
    sep = text(",")
    tmp = w + "!"
    d = {"last": tmp}
%>
SELECT ${len(out)} ${sep} ${out}, ${d["last"]};
</%def>
