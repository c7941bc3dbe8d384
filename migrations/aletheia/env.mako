## Read before every migration.
<%!
def is_on(value):
    return value.strip().lower() in ["1", "true", "yes", "on"]

def lists_of(value):
    return int(value, 100)
%>
