"""The chain that every tool gets: migration i makes a table of six columns and an index, and takes them away again."""
import hashlib


def table(i):
    return f"t{i:05}"


def up(i):
    t = table(i)
    return [f"CREATE TABLE {t} (id INTEGER NOT NULL PRIMARY KEY, a INTEGER NOT NULL, b TEXT, "
            "c VARCHAR(64) DEFAULT '' NOT NULL, d NUMERIC(10,2), e TIMESTAMP)", f"CREATE INDEX ix_{t}_a ON {t} (a, c)"]


def down(i):
    return [f"DROP INDEX ix_{table(i)}_a", f"DROP TABLE {table(i)}"]


def directives_up(i):
    """The same as Alembic writes it."""
    t = table(i)
    columns = ['"id", sa.Integer(), primary_key=True, autoincrement=False', '"a", sa.Integer(), nullable=False',
               '"b", sa.Text()', '"c", sa.String(64), server_default="", nullable=False', '"d", sa.Numeric(10, 2)',
               '"e", sa.DateTime()']
    every = "".join(f"    sa.Column({c}),\n" for c in columns)
    return f'<%\nop.create_table(\n    "{t}",\n{every})\nop.create_index("ix_{t}_a", "{t}", ["a", "c"])\n%>\n'


def directives_down(i):
    t = table(i)
    return f'<%\nop.drop_index("ix_{t}_a", "{t}")\nop.drop_table("{t}")\n%>\n'


def lines(statements):
    return "".join(s + ";\n" for s in statements)


def revision(i):
    """As Alembic makes them: 12 hexadecimal digits. 0 is the base, which has none."""
    return hashlib.sha1(b"rev%d" % i).hexdigest()[:12] if i else None


def moment(i):
    """The digits of a time, a second apart, for tools that number files by it."""
    return f"202601{1 + i // 86400:02}{i // 3600 % 24:02}{i // 60 % 60:02}{i % 60:02}"


# ---- What a program without any tool would send ------------------------------------------------------------

SETUP = ["CREATE TABLE version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)", "INSERT INTO version VALUES ('base')"]


def step(i, way):
    """The statements of one migration, the version row with them."""
    before, after = (i - 1, i) if way == "up" else (i, i - 1)
    body = up(i) if way == "up" else down(i)
    return body + [f"UPDATE version SET version_num = '{revision(after) or 'base'}' "
                   f"WHERE version_num = '{revision(before) or 'base'}'"]


def groups(count, way):
    """A list of statements for each migration, in the order in which they run."""
    order = range(1, count + 1) if way == "up" else range(count, 0, -1)
    return [step(i, way) for i in order]


def transactions(count, way, whole, begin="BEGIN"):
    """The whole run: a list of transactions."""
    every = groups(count, way)
    if whole:
        every = [[s for g in every for s in g]]
    return ([SETUP] if way == "up" else []) + [[begin, *g, "COMMIT"] for g in every]
