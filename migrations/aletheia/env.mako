## Read before every migration.
<%!
def is_on(value):
    return value.strip().lower() in ["1", "true", "yes", "on"]

# 18 digits are an integer; what is longer is no number of lists.
def lists_of(value):
    return int(value, 100) if len(value) <= 18 else 100
%>
