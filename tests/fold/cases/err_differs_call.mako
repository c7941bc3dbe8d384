<%!
if env("PLAIN"):
    made = text
else:
    made = null

def pick():
    if env("PLAIN"):
        return text
    return null

def mark(v):
    if env("PLAIN"):
        return v
    return text(v)
%>
<%def name="upgrade()">
<% pick() %>
SELECT ${pick()}, ${pick()("a")}, ${[pick()]}, ${"a" | mark}, ${self.made("a")};
<% x = pick() %>
</%def>
<%def name="downgrade()">
</%def>
