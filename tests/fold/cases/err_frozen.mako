<%!
def helper(v):
    if v:
        write()
    return 1
%>
<%def name="write()">
, 2
</%def>
<%def name="upgrade()">
SELECT ${helper(env("A"))}
</%def>
