<%!
def level(name):
    if name == "high":
        return 3
    return 1
def shout(name):
    if name:
        name = name.upper()
    return name
%>
<%def name="upgrade()">
UPDATE t SET a = ${env("A") | level} WHERE b = ${env("B") | shout};
</%def>
