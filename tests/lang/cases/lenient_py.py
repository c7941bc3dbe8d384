class Base(object):
    id = 1

@decorated
def helper():
    pass

def upgrade():
    double = lambda x: 2 * x
    try:
        a = 1
    except Exception as e:
        b = 2
    else:
        c = 3
    flags = a | b
    merged = {**a, "b": 1}
    del flags, merged
    x: int | None = 5
