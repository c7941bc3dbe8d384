from alembic import op

revision = 'a'
down_revision = None


class Base(object):
    id = 1


@decorated
def helper():
    pass


def upgrade():
    double = lambda x: 2 * x
    try:
        op.execute("DROP TABLE t")
    except Exception as e:
        pass
    finally:
        pass
    flags = a | b
    both = (a == 1) & (b == 2)
    if (n := 3) > 2:
        pass
    global x
    del both
    assert flags
    async with connection:
        pass
    first, *rest = names
    merged = {**a, "b": 1}
    yield 1
