"""The types of columns that schemas are made of: how each database has them, values of theirs, what they may become."""
import collections

Kind = collections.namedtuple("Kind", "declared family defaults value becomes", defaults=((),))

# `value` is that of row {i}; `becomes`: types which take the values of this one, and give them back.
BOTH = {
    "int": ("INTEGER", "integer", "number", ["1", "42", "-1"], "{i}", ("big", "text", "small")),
    "small": ("SMALLINT", "smallint", "number", ["3"], "{i}", ("int", "big")),
    "big": ("BIGINT", "bigint", "number", ["7", "9000000000"], "{i}", ("int",)),
    "money": ("NUMERIC(10, 2)", "numeric(10,2)", "number", ["1.50"], "{i}.25", ("wide", "text")),
    "wide": ("NUMERIC(14, 4)", "numeric(14,4)", "number", ["0", "-2.5"], "{i}.25", ("money",)),
    "real": ("FLOAT", "double precision", "number", ["0.5", "1e10"], "{i}.5", ("single",)),
    "single": ("REAL", "real", "number", ["0.25"], "{i}.5", ("real",)),
    "text": ("TEXT", "text", "text", ["'x'", "'it''s'", "''"], "'{i}'", ("long", "vary")),
    "short": ("VARCHAR(20)", "varchar(20)", "text", ["'s'", "'${l} %'"], "'s {i}'", ("long", "text")),
    "long": ("VARCHAR(40)", "varchar(40)", "text", ["'a:b'", "'\\n'"], "'l {i}'", ("text", "short")),
    "vary": ("VARCHAR", "varchar", "text", ["'ä ☃'"], "'v {i}'", ("text", "short")),
    "code": ("CHAR(5)", "char(5)", "text", ["'abcde'"], "'c{i}xyz'", ("text",)),
    "bool": ("BOOLEAN", "boolean", "truth", ["true", "false"], "true", ()),
    "at": ("TIMESTAMP", "timestamptz", "time", ["CURRENT_TIMESTAMP"], "'2024-01-0{i} 10:00:00+00'", ()),
    "stamp": ("DATETIME", "timestamp(3)", "time", ["'2020-02-02 02:02:02'"], "'2024-01-0{i} 10:00:00'", ()),
    "date": ("DATE", "date", "time", ["CURRENT_DATE"], "'2024-01-0{i}'", ()),
    "json": ("JSON", "jsonb", "other", ["'{}'", "'[1, \"a\"]'"], "'[{i}]'", ()),
}
SQLITE = {
    "none": ("", "other", [], "{i}", ()),
    "blob": ("BLOB", "other", ["x'00ff'"], "x'0{i}'", ()),
    "double": ("DOUBLE PRECISION", "number", ["(1 + 2)"], "{i}.5", ()),
    "big_word": ("UNSIGNED BIG INT", "number", ["5"], "{i}", ()),
}
STRICT = {
    "int": ("INTEGER", "number", ["1"], "{i}", ("any",)),
    "text": ("TEXT", "text", ["'x'"], "'{i}'", ("any",)),
    "real": ("REAL", "number", ["0.5"], "{i}.5", ()),
    "blob": ("BLOB", "other", [], "x'0{i}'", ()),
    "any": ("ANY", "other", ["'a'"], "{i}", ()),
}
POSTGRESQL = {
    "plain_json": ("json", "other", ["'{}'"], "'[{i}]'", ()),
    "numeric": ("numeric", "number", ["0.1"], "{i}.125", ()),
    "time": ("time", "time", ["'12:00'"], "'10:0{i}'", ()),
    "time_tz": ("time(3) with time zone", "time", ["'12:00+00'"], "'10:0{i}+00'", ()),
    "interval": ("interval", "time", ["'1 day'"], "'{i} days'", ()),
    "uuid": ("uuid", "other", ["gen_random_uuid()"], "'00000000-0000-0000-0000-00000000000{i}'", ("text",)),
    "bytes": ("bytea", "other", ["'\\x00'"], "'\\x0{i}'", ()),
    "ints": ("integer[]", "array", ["'{1,2}'", "ARRAY[1, 2]"], "'{{{i}}}'", ()),
    "words": ("varchar(10)[]", "array", ["'{}'"], "'{{a{i}}}'", ()),
    "inet": ("inet", "other", ["'127.0.0.1'"], "'10.0.0.{i}'", ()),
    "mac": ("macaddr", "other", [], "'08:00:2b:01:02:0{i}'", ()),
    "bits": ("bit(4)", "other", ["B'1010'"], "B'0{i:03b}'", ()),
    "varbit": ("bit varying(8)", "other", [], "B'1'", ()),
    "search": ("tsvector", "other", ["''"], "'a{i}'", ()),
    "range": ("int4range", "other", ["'[1,5)'"], "'[{i},9)'", ()),
}


def of(dialect):
    own = SQLITE if dialect == "sqlite" else POSTGRESQL
    place = dialect == "postgresql"
    both = {name: Kind(row[place], *row[2:]) for name, row in BOTH.items()}
    return {**both, **{name: Kind(*row) for name, row in own.items()}}


ALL = {"sqlite": of("sqlite"), "postgresql": of("postgresql"), "strict": {n: Kind(*row) for n, row in STRICT.items()}}
