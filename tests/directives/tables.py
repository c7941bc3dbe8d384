"""The tables of a random evolution, as Python writes them: columns, constraints, indexes."""


class Column:
    def __init__(self, name, type_, null=True, default=None, comment=None, key=""):
        """key: "counted", a primary key with a sequence of its own; "plain", one without."""
        self.name, self.type, self.null, self.default, self.comment, self.key = name, type_, null, default, comment, key

    def text(self, inline=""):
        """`inline`: an argument that makes a constraint or an index, too."""
        parts = [repr(self.name), self.type]
        parts += [inline] if inline.startswith("sa.") else []
        parts += [] if self.null else ["nullable=False"]
        parts += [inline] if inline and not inline.startswith("sa.") else []
        parts += [f"server_default={self.default}"] if self.default else []
        parts += [f"comment={self.comment!r}"] if self.comment else []
        parts += ["autoincrement=False"] if self.key == "plain" else []
        return f"sa.Column({', '.join(parts)})"


class Constraint:
    """kind: primary, unique, check, foreignkey."""

    def __init__(self, kind, name, columns, to=None, to_columns=(), ondelete=None):
        self.kind, self.name, self.columns = kind, name, list(columns)
        self.to, self.to_columns, self.ondelete = to, list(to_columns), ondelete

    def condition(self):
        return f'"{self.columns[0]}" IS NOT NULL'

    def text(self):
        """As an element of a table."""
        names = ", ".join(map(repr, self.columns))
        if self.kind == "primary":
            return f"sa.PrimaryKeyConstraint({names}, name={self.name!r})"
        if self.kind == "unique":
            return f"sa.UniqueConstraint({names}, name={self.name!r})"
        if self.kind == "check":
            return f"sa.CheckConstraint({self.condition()!r}, name={self.name!r})"
        targets = [f"{self.to}.{c}" for c in self.to_columns]
        options = f", ondelete={self.ondelete!r}" if self.ondelete else ""
        return f"sa.ForeignKeyConstraint({self.columns!r}, {targets!r}, name={self.name!r}{options})"

    def create(self, table):
        """As a directive."""
        if self.kind == "check":
            return f"op.create_check_constraint({self.name!r}, {table!r}, {self.condition()!r})"
        if self.kind == "foreignkey":
            options = f", ondelete={self.ondelete!r}" if self.ondelete else ""
            return (f"op.create_foreign_key({self.name!r}, {table!r}, {self.to!r}, {self.columns!r}, {self.to_columns!r}"
                    f"{options})")
        kind = "primary_key" if self.kind == "primary" else "unique_constraint"
        return f"op.create_{kind}({self.name!r}, {table!r}, {self.columns!r})"

    def drop(self, table):
        return f"op.drop_constraint({self.name!r}, {table!r}, type_={self.kind!r})"


class Index:
    def __init__(self, name, columns, options):
        self.name, self.columns, self.options = name, columns, options

    def create(self, table):
        return f"op.create_index({self.name!r}, {table!r}, [{', '.join(self.shown(c) for c in self.columns)}]{self.options})"

    @staticmethod
    def shown(column):
        return f"sa.text({column[1]!r})" if isinstance(column, tuple) else repr(column)

    def drop(self, table):
        return f"op.drop_index({self.name!r}, table_name={table!r})"

    def names(self):
        return [c[0] if isinstance(c, tuple) else c for c in self.columns]


class Table:
    def __init__(self, name):
        self.name, self.columns, self.constraints, self.indexes, self.comment = name, [], [], [], None

    def column(self, name):
        return next(c for c in self.columns if c.name == name)

    def create(self, inline=None):
        """`inline`: {column: (argument, the constraint or index that it makes)}."""
        inline = inline or {}
        made = [thing for _, thing in inline.values()]
        apart = self.merged()
        lines = [c.text(inline.get(c.name, ("",))[0]) for c in self.columns]
        lines += [c.text() for c in self.constraints if c not in made and c not in apart]
        lines += [f"comment={self.comment!r}"] if self.comment else []
        return [f"op.create_table(\n    {self.name!r},\n" + "".join(f"    {l},\n" for l in lines) + ")",
                *(c.create(self.name) for c in apart), *(i.create(self.name) for i in self.indexes if i not in made)]

    def merged(self):
        """What CREATE TABLE wouldn't make on PostgreSQL: a UNIQUE of another key's columns."""
        return [c for i, c in enumerate(self.constraints) if c.kind == "unique" and any(
            c.columns == other.columns and (other.kind == "primary" or (other.kind == "unique" and j < i))
            for j, other in enumerate(self.constraints))]

    def used(self, name):
        """By a constraint or an index."""
        return any(name in c.columns for c in self.constraints) or any(name in i.names() for i in self.indexes)
