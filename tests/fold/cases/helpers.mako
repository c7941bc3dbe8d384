<%!
def quoted(s, mark="'"):
    return mark + s + mark

def kind(n):
    if n > 10:
        return "big"
    elif n > 5:
        return "middle"
    return "small"

def many(*names, **options):
    return ",".join(names) + str(len(options))
%>
<%def name="upgrade()">
SELECT ${quoted("a")}, ${quoted("b", mark="-")}, ${kind(20)}, ${kind(1)}, ${many("a", "b", x=1)};
<% k = kind(env("N", 7)) %>
INSERT INTO t VALUES (${k});
</%def>
