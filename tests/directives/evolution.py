"""A random but valid evolution of a schema, as migrations, in the order in which they run.

    migrations = evolution(random.Random(seed), kind)    kind: "both" (what SQLite does without a rebuild), "rebuilds"
                                                         (what it does at all) or "postgresql"
    text_of(migration)                                   as a template

A migration is a list of steps; a step is what is written into the way up and what undoes it. Whether a migration has
both ways or is one `change()`, whose way down is derived, is drawn, too.
"""
from collections import namedtuple

from tables import Column, Constraint, Index, Table

Step = namedtuple("Step", "up down")
Migration = namedtuple("Migration", "id parents form steps")

TYPES = ["sa.Integer()", "sa.BigInteger", "sa.String(40)", "String(length=80)", "sa.Text()", "Boolean", "sa.DateTime()",
         "sa.Numeric(10, 2)", "sa.Date", "sa.Float()", "sa.SmallInteger()", "sa.LargeBinary()"]
PG_TYPES = ["postgresql.JSONB()", "postgresql.UUID(as_uuid=True)", "sa.DateTime(timezone=True)", "postgresql.ARRAY(sa.Integer())",
            "postgresql.INET()", "postgresql.TSVECTOR", "sa.Interval()", "postgresql.INT4RANGE()"]
DEFAULTS = {
    "sa.Integer()": ["'0'", "sa.text('1')", "'-5'"], "sa.BigInteger": ["'7'"], "sa.SmallInteger()": ["sa.text('3')"],
    "sa.String(40)": ["'x'", "''", "sa.text(\"'it''s'\")", "\"it's\""], "String(length=80)": ["'new'"], "sa.Text()": ["'a b'"],
    "Boolean": ["sa.true()", "sa.false()", "sa.text('false')"], "sa.Numeric(10, 2)": ["'1.50'", "sa.text('0')"],
    "sa.Float()": ["'0.5'"], "postgresql.JSONB()": ["'{}'", "sa.text(\"'[]'::jsonb\")"],
    "postgresql.UUID(as_uuid=True)": ["sa.text('gen_random_uuid()')"], "sa.DateTime(timezone=True)": ["sa.func.now()"],
    "postgresql.ARRAY(sa.Integer())": ["'{}'"],
}
# What PostgreSQL changes without being told how.
WIDER = {"sa.Integer()": "sa.BigInteger", "sa.SmallInteger()": "sa.Integer()", "sa.String(40)": "String(length=80)",
         "String(length=80)": "sa.Text()", "sa.Date": "sa.DateTime()"}
ODD = ["group", "Mixed", "two words", "select", "ünï"]


class Evolution:
    def __init__(self, rng, kind):
        self.rng, self.kind, self.tables, self.number = rng, kind, {}, 0
        self.steps = ["create_table"] * 3 + ["drop_table", "rename_table"] + ["add_column"] * 4 + [
            "drop_column", "rename_column", "create_index", "create_index", "drop_index", "create_by_sql"]
        if kind == "postgresql":
            self.steps += ["change_type", "change_null", "change_default", "change_comment", "add_constraint",
                           "add_constraint", "drop_constraint", "comment_table", "drop_used_column", "create_with_enum"]
        if kind == "rebuilds":
            self.steps += ["change_type", "change_null", "change_default", "add_constraint", "add_constraint",
                           "drop_constraint", "drop_used_column", "several"]

    # ---- Small choices

    def name(self, what, odd=False):
        self.number += 1
        return f"{self.rng.choice(ODD)} {self.number}" if odd and self.rng.random() < 0.1 else f"{what}{self.number}"

    def some_table(self, fits=lambda t: True):
        fitting = [t for t in self.tables.values() if fits(t)]
        return self.rng.choice(fitting) if fitting else None

    def referred(self, table):
        return [(t, c) for t in self.tables.values() for c in t.constraints if c.to == table.name]

    def keyed(self):
        """A table that others can refer to: one integer is its key."""
        return self.some_table(lambda t: any(
            c.kind == "primary" and len(c.columns) == 1 and t.column(c.columns[0]).type == "sa.Integer()"
            for c in t.constraints))

    def new_column(self):
        type_ = self.rng.choice(TYPES + (PG_TYPES if self.kind == "postgresql" else []))
        default = self.rng.choice(DEFAULTS[type_]) if type_ in DEFAULTS and self.rng.random() < 0.4 else None
        comment = "what it is" if self.kind == "postgresql" and self.rng.random() < 0.1 else None
        return Column(self.name("c", odd=True), type_, default is None or self.rng.random() < 0.5, default, comment)

    def new_foreign_key(self, table):
        to = self.keyed()
        if not to:
            return None
        key = next(c for c in to.constraints if c.kind == "primary").columns
        column = Column(self.name("c"), "sa.Integer()")
        ondelete = self.rng.choice([None, "CASCADE", "SET NULL"])
        return column, Constraint("foreignkey", self.name("fk_"), [column.name], to.name, key, ondelete)

    def inline(self, table, column):
        """(argument, what it makes) of a new column, named as PostgreSQL and SQLAlchemy do; the model is changed."""
        if self.kind != "postgresql" or self.rng.random() < 0.8 or column.name not in self.comparable(table):
            return None
        if self.rng.random() < 0.5:
            made = Constraint("unique", f"{table.name}_{column.name}_key", [column.name])
            table.constraints.append(made)
            if made in table.merged():
                table.constraints.remove(made)
            return "unique=True", made
        unique = self.rng.random() < 0.5
        made = Index(f"ix_{table.name}_{column.name}", [column.name], ", unique=True" if unique else "")
        table.indexes.append(made)
        return "index=True" + ", unique=True" * unique, made

    def comparable(self, table):
        return [c.name for c in table.columns if c.type in TYPES and c.type not in ("sa.Float()",)]

    # ---- Steps: each changes the model and tells how; None: not possible now

    def create_table(self):
        table = Table(self.name("t", odd=True))
        table.columns = [self.new_column() for _ in range(self.rng.randint(1, 4))]
        if self.rng.random() < 0.8:
            table.columns.insert(0, Column("id", "sa.Integer()", null=False, key="counted"))
            table.constraints.append(Constraint("primary", self.name("pk_"), ["id"]))
        names = self.comparable(table)
        if names[1:] and self.rng.random() < 0.4:
            table.constraints.append(Constraint("unique", self.name("uq_"), self.rng.sample(names[1:], 1)))
        if names and self.rng.random() < 0.3:
            table.constraints.append(Constraint("check", self.name("ck_"), [names[0]]))
        made = self.new_foreign_key(table) if self.rng.random() < 0.4 else None
        if made:
            table.columns.append(made[0])
            table.constraints.append(made[1])
        self.tables[table.name] = table
        inline = {c.name: self.inline(table, c) for c in table.columns if not c.key}
        return Step(table.create({k: v for k, v in inline.items() if v}), [f"op.drop_table({table.name!r})"])

    def drop_table(self):
        table = self.some_table(lambda t: not self.referred(t))
        if not table or len(self.tables) < 3:
            return None
        del self.tables[table.name]
        return Step([f"op.drop_table({table.name!r})"], table.create())

    def rename_table(self):
        table = self.some_table()
        if not table:
            return None
        old, new = table.name, self.name("t")
        for _, constraint in self.referred(table):
            constraint.to = new
        del self.tables[old]
        table.name = new
        self.tables[new] = table
        return Step([f"op.rename_table({old!r}, {new!r})"], [f"op.rename_table({new!r}, {old!r})"])

    def add_column(self):
        table = self.some_table()
        if not table:
            return None
        column = self.new_column()
        table.columns.append(column)
        argument = (self.inline(table, column) or ("",))[0]
        return Step([f"op.add_column({table.name!r}, {column.text(argument)})"], [f"op.drop_column({table.name!r}, {column.name!r})"])

    def droppable(self, table, used):
        return [c for c in table.columns if table.used(c.name) == used and len(table.columns) > 1]

    def drop_column(self):
        table = self.some_table(lambda t: self.droppable(t, False))
        if not table:
            return None
        column = self.rng.choice(self.droppable(table, False))
        table.columns.remove(column)
        return Step([f"op.drop_column({table.name!r}, {column.name!r})"], [f"op.add_column({table.name!r}, {column.text()})"])

    def drop_used_column(self):
        """PostgreSQL drops the indexes and constraints that use it."""
        def fitting(table):
            return [c for c in self.droppable(table, True) if c.null and not any(
                k.kind in ("primary", "check") and c.name in k.columns for k in table.constraints)]
        table = self.some_table(fitting)
        if not table:
            return None
        column = self.rng.choice(fitting(table))
        gone = [c for c in table.constraints if column.name in c.columns]
        indexes = [i for i in table.indexes if column.name in i.names()]
        if self.kind == "rebuilds" and any(len(set(names)) > 1 for names in
                                           [c.columns for c in gone] + [i.names() for i in indexes]):
            return None
        table.columns.remove(column)
        table.constraints = [c for c in table.constraints if c not in gone]
        table.indexes = [i for i in table.indexes if i not in indexes]
        return Step([f"op.drop_column({table.name!r}, {column.name!r})"],
                    [f"op.add_column({table.name!r}, {column.text()})", *(c.create(table.name) for c in gone),
                     *(i.create(table.name) for i in indexes)])

    def rename_column(self):
        """Not where an expression names it."""
        def fitting(table):
            return [c for c in table.columns if not any(
                isinstance(i, tuple) and i[0] == c.name for x in table.indexes for i in x.columns) and not any(
                    k.kind == "check" and c.name in k.columns for k in table.constraints) and not any(
                        f'"{c.name}"' in x.options for x in table.indexes)]
        table = self.some_table(fitting)
        if not table:
            return None
        column = self.rng.choice(fitting(table))
        old, new = column.name, self.name("r")
        column.name = new
        for _, constraint in self.referred(table):
            constraint.to_columns = [new if c == old else c for c in constraint.to_columns]
        for constraint in table.constraints:
            constraint.columns = [new if c == old else c for c in constraint.columns]
        for index in table.indexes:
            index.columns = [new if c == old else c for c in index.columns]
        return Step([f"op.alter_column({table.name!r}, {old!r}, new_column_name={new!r})"],
                    [f"op.alter_column({table.name!r}, {new!r}, new_column_name={old!r})"])

    def create_index(self):
        table = self.some_table(self.comparable)
        if not table:
            return None
        names = self.comparable(table)
        columns = self.rng.sample(names, min(len(names), self.rng.randint(1, 2)))
        if self.rng.random() < 0.2:
            columns[-1] = (columns[-1], f'"{columns[-1]}" DESC')
        options = self.rng.choice(["", "", ", unique=True", ", unique=False"])
        if self.rng.random() < 0.2:
            where = f'sa.text(\'"{names[0]}" IS NOT NULL\')'
            options += f", postgresql_where={where}, sqlite_where={where}"
        if self.kind == "postgresql" and self.rng.random() < 0.2:
            options += self.rng.choice([", postgresql_using='btree'", ", postgresql_with={'fillfactor': 70}",
                                        f", postgresql_include=[{table.columns[0].name!r}]"])
        index = Index(self.name("ix_"), columns, options)
        if table.columns[0].name in options:  # it names the columns of its options, too
            index.names = lambda names=index.names() + [table.columns[0].name]: names
        if names[0] in options:
            index.names = lambda names=index.names() + [names[0]]: names
        table.indexes.append(index)
        return Step([index.create(table.name)], [index.drop(table.name)])

    def drop_index(self):
        table = self.some_table(lambda t: t.indexes)
        if not table:
            return None
        index = self.rng.choice(table.indexes)
        table.indexes.remove(index)
        return Step([index.drop(table.name)], [index.create(table.name)])

    def create_by_sql(self):
        """A table whose definition is text."""
        name = self.name("sql_")
        table = Table(name)
        table.columns = [Column("id", "sa.Integer()", null=False, key="plain"), Column("a", "sa.Integer()"), Column("b", "sa.Text()")]
        table.constraints = [Constraint("primary", name + "_pk", ["id"])]
        self.tables[name] = table
        text = f"CREATE TABLE {name} (id INTEGER NOT NULL, a INTEGER, b TEXT, CONSTRAINT {name}_pk PRIMARY KEY (id))"
        return Step([f"op.execute({text!r})"], [f"op.execute('DROP TABLE {name}')"])

    # ---- PostgreSQL's

    def create_with_enum(self):
        """A table that brings its enum type with it."""
        table, enum = Table(self.name("t")), self.name("enum_")
        table.columns = [Column("id", "sa.Integer()", null=False, key="counted"),
                         Column("state", f"sa.Enum('new', \"it's\", name='{enum}')", self.rng.random() < 0.5, "'new'")]
        table.constraints = [Constraint("primary", self.name("pk_"), ["id"])]
        created = table.create()
        table.columns[1].type = f"postgresql.ENUM('new', \"it's\", name='{enum}', create_type=False)"
        self.tables[table.name] = table
        return Step(created, [f"op.drop_table({table.name!r})", f"sa.Enum(name='{enum}').drop(op.get_bind())"])

    def alter(self, table, column, new, old):
        return Step([f"op.alter_column({table.name!r}, {column.name!r}, {new})"],
                    [f"op.alter_column({table.name!r}, {column.name!r}, {old})"])

    def change_type(self):
        def fitting(table):
            return [c for c in table.columns if c.type in WIDER and not c.default and not table.used(c.name)]
        table = self.some_table(fitting)
        if not table:
            return None
        column = self.rng.choice(fitting(table))
        old, column.type = column.type, WIDER[column.type]
        return self.alter(table, column, f"type_={column.type}, existing_type={old}", f"type_={old}")

    def change_null(self):
        table = self.some_table(lambda t: any(c.name != "id" for c in t.columns))
        if not table:
            return None
        column = self.rng.choice([c for c in table.columns if not any(
            k.kind == "primary" and c.name in k.columns for k in table.constraints)] or [None])
        if not column:
            return None
        column.null = not column.null
        return self.alter(table, column, f"nullable={column.null}", f"nullable={not column.null}")

    def change_default(self):
        def fitting(table):
            return [c for c in table.columns if c.type in DEFAULTS and c.key != "counted"]
        table = self.some_table(fitting)
        if not table:
            return None
        column = self.rng.choice(fitting(table))
        old, column.default = column.default, self.rng.choice([d for d in [None, *DEFAULTS[column.type]] if d != column.default])
        return self.alter(table, column, f"server_default={column.default}", f"server_default={old}")

    def change_comment(self):
        table = self.some_table()
        if not table:
            return None
        column = self.rng.choice(table.columns)
        old, column.comment = column.comment, self.rng.choice(["it's 100%", "a comment", None])
        return self.alter(table, column, f"comment={column.comment!r}", f"comment={old!r}")

    def comment_table(self):
        table = self.some_table()
        if not table:
            return None
        def written(comment):
            return [f"op.create_table_comment({table.name!r}, {comment!r})" if comment else f"op.drop_table_comment({table.name!r})"]
        old, table.comment = table.comment, None if table.comment else "rows of it"
        return Step(written(table.comment), written(old))

    def add_constraint(self):
        table = self.some_table(self.comparable)
        if not table:
            return None
        names = self.comparable(table)
        kind = self.rng.choice(["unique", "check", "foreignkey", "primary"])
        if kind == "foreignkey":
            return self.add_foreign_key(table)
        if kind == "primary":
            return self.add_primary_key(table)
        constraint = Constraint(kind, self.name("k_"), self.rng.sample(names, min(len(names), 1 + (kind == "unique"))))
        table.constraints.append(constraint)
        return Step([constraint.create(table.name)], [constraint.drop(table.name)])

    def add_primary_key(self, table):
        fitting = [c for c in table.columns if not c.null and c.type in TYPES][:2]
        if not fitting or any(c.kind == "primary" for c in table.constraints):
            return None
        for column in fitting:
            column.key = column.key or "plain"
        constraint = Constraint("primary", self.name("pk_"), [c.name for c in fitting])
        table.constraints.append(constraint)
        return Step([constraint.create(table.name)], [constraint.drop(table.name)])

    def add_foreign_key(self, table):
        made = self.new_foreign_key(table)
        if not made:
            return None
        column, constraint = made
        table.columns.append(column)
        table.constraints.append(constraint)
        return Step([f"op.add_column({table.name!r}, {column.text()})", constraint.create(table.name)],
                    [constraint.drop(table.name), f"op.drop_column({table.name!r}, {column.name!r})"])

    def drop_constraint(self):
        def fitting(table):
            return [c for c in table.constraints if c.kind != "primary" or not (
                self.referred(table) or table.column(c.columns[0]).key == "counted")]
        table = self.some_table(fitting)
        if not table:
            return None
        constraint = self.rng.choice(fitting(table))
        table.constraints.remove(constraint)
        return Step([constraint.drop(table.name)], [constraint.create(table.name)])

    def several(self):
        """What is done to one table, as a batch."""
        table, some_table = self.some_table(), self.some_table
        if not table:
            return None
        self.some_table = lambda fits=lambda t: True: table if fits(table) else None
        words = ["add_column", "drop_column", "rename_column", "create_index", "drop_index", "change_type", "change_null",
                 "change_default", "add_constraint", "drop_constraint"]
        steps = [s for s in (getattr(self, self.rng.choice(words))() for _ in range(self.rng.randint(2, 6))) if s]
        self.some_table = some_table
        return Step([line for s in steps for line in s.up], [line for s in reversed(steps) for line in s.down]) if steps else None

    # ---- A migration

    def migration(self, parents):
        steps = []
        wanted = self.rng.randint(1, 4)
        while len(steps) < wanted:
            step = getattr(self, self.rng.choice(self.steps))()
            if step:
                steps.append(step)
        written = any("op.execute" in line for step in steps for line in step.up)
        form = "ways" if written else self.rng.choice(["change", "change", "ways"])
        self.number += 1
        return Migration(f"r{self.number:05}", parents, form, steps)


def line(going, parents, length):
    migrations = []
    for _ in range(length):
        migrations.append(going.migration([m.id for m in migrations[-1:]] or parents))
    return migrations


def evolution(rng, kind, length=8):
    """A line of migrations, or one that parts and comes together: each branch has tables of its own."""
    going = Evolution(rng, kind)
    migrations = line(going, [], length)
    if rng.random() < 0.75:
        return migrations
    trunk, ends = going.tables, []
    made = {}
    for _ in range(2):
        going.tables = {}
        branch = line(going, [migrations[length - 1].id], rng.randint(1, 3))
        migrations += branch
        ends.append(branch[-1].id)
        made.update(going.tables)
    going.tables = {**trunk, **made}
    return migrations + line(going, ends, 2)


def down_revision(migration):
    return repr(tuple(migration.parents) if len(migration.parents) > 1 else next(iter(migration.parents), None))


def definition(name, lines):
    return f'<%def name="{name}()">\n<%\n' + "\n".join(lines or ["pass"]) + "\n%>\n</%def>\n"


def text_of(migration):
    text = f'<%doc>{migration.id}</%doc>\n<%!\nrevision = "{migration.id}"\ndown_revision = {down_revision(migration)}\n%>\n'
    up = [line for step in migration.steps for line in step.up]
    if migration.form == "change":
        return text + definition("change", up)
    down = [line for step in reversed(migration.steps) for line in step.down]
    return text + definition("upgrade", up) + definition("downgrade", down)


def script_of(migration):
    """For Alembic, with the way down written out."""
    def body(name, lines):
        return f"\n\ndef {name}():\n" + "".join("    " + line.replace("\n", "\n    ") + "\n" for line in lines or ["pass"])
    return (f'"""{migration.id}"""\nfrom alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy import Boolean, String\n'
            f'from sqlalchemy.dialects import postgresql\n\nrevision = "{migration.id}"\ndown_revision = {down_revision(migration)}\n'
            + body("upgrade", [line for step in migration.steps for line in step.up])
            + body("downgrade", [line for step in reversed(migration.steps) for line in step.down]))
