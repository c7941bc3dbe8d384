<%!
def describe(n):
    if n is None:
        return "none"
    for limit in [10, 100]:
        if n < limit:
            return "below " + str(limit)
    return "large"
%>
<%def name="upgrade()">
INSERT INTO t VALUES (${describe(env("N", 7))});
</%def>
