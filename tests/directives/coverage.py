"""What the corpus has to hold: the directives, keywords, types and defaults that people write.

    count(chains)       how many calls of directives there are
    missing(chains)     lines about what isn't there
"""
import ast
import re

from corpus import calls

LEAST = 300

# The names of the arguments in Alembic's order; behind "*" what is given by its name only. "..." : any number.
DIRECTIVES = {
    "add_column": "table_name column * schema if_not_exists",
    "alter_column": "table_name column_name * nullable comment server_default new_column_name type_ existing_type"
                    " existing_server_default existing_nullable existing_comment schema postgresql_using",
    "drop_column": "table_name column_name * schema if_exists",
    "rename_table": "old_table_name new_table_name * schema",
    "create_table": "... * if_not_exists schema comment prefixes postgresql_partition_by"
                    " postgresql_tablespace postgresql_inherits",
    "drop_table": "table_name * schema if_exists",
    "create_index": "index_name table_name columns * schema unique if_not_exists postgresql_using postgresql_where"
                    " postgresql_include postgresql_concurrently postgresql_ops postgresql_with"
                    " postgresql_nulls_not_distinct sqlite_where",
    "drop_index": "index_name table_name * schema if_exists postgresql_concurrently",
    "create_foreign_key": "constraint_name source_table referent_table local_cols remote_cols * onupdate ondelete"
                          " deferrable initially match source_schema referent_schema postgresql_not_valid",
    "create_primary_key": "constraint_name table_name columns * schema",
    "create_unique_constraint": "constraint_name table_name columns * schema deferrable initially",
    "create_check_constraint": "constraint_name table_name condition * schema",
    "create_exclude_constraint": "... * where using schema deferrable initially",
    "drop_constraint": "constraint_name table_name type_ * schema if_exists",
    "create_table_comment": "table_name comment * existing_comment schema",
    "drop_table_comment": "table_name * existing_comment schema",
    "bulk_insert": "table rows * multiinsert",
    "execute": "sqltext",
    "batch_alter_table": "table_name schema recreate * table_args reflect_args naming_convention",
    "f": "name",
    "inline_literal": "value",
    "get_bind": "",
    "get_context": "",
}

# What a batch block offers, less the table's name.
BATCH = """add_column alter_column drop_column create_index drop_index create_foreign_key create_primary_key
    create_unique_constraint create_check_constraint create_exclude_constraint drop_constraint create_table_comment
    drop_table_comment execute f""".split()

ELEMENTS = {
    "Column": "name type_ ... * primary_key nullable server_default default unique index comment autoincrement"
              " onupdate key",
    "ForeignKey": "column * name ondelete onupdate deferrable initially match",
    "PrimaryKeyConstraint": "... * name",
    "ForeignKeyConstraint": "columns refcolumns name * onupdate ondelete deferrable",
    "UniqueConstraint": "... * name deferrable initially",
    "CheckConstraint": "sqltext * name",
    "ExcludeConstraint": "... * name using where",
    "Index": "name ...",
    "Computed": "sqltext * persisted",
    "Identity": "... * always start increment minvalue maxvalue cycle cache",
    "Sequence": "name",
    "Enum": "... * name schema native_enum create_constraint length",
    "ENUM": "... * name create_type",
    "create": "bind * checkfirst",
    "drop": "bind * checkfirst",
}

# Of ALEMBIC.md and of SQLAlchemy's upper-case names.
CALLED = """Integer BigInteger SmallInteger String Text Unicode UnicodeText Boolean DateTime Date Time Interval Numeric Float
    LargeBinary JSON ARRAY PickleType Enum VARCHAR CHAR TEXT BIGINT SMALLINT INTEGER BOOLEAN DATE TIME TIMESTAMP NUMERIC
    DECIMAL FLOAT REAL JSONB UUID ENUM TSVECTOR INET CIDR MACADDR BYTEA DOUBLE_PRECISION HSTORE INTERVAL BIT MONEY OID
    INT4RANGE INT8RANGE NUMRANGE DATERANGE TSRANGE TSTZRANGE Uuid Double CITEXT""".split()
BARE = """Integer BigInteger SmallInteger String Text Unicode UnicodeText Boolean DateTime Date Time Interval Numeric Float
    LargeBinary JSON VARCHAR CHAR TEXT BIGINT INTEGER INT TIMESTAMP DECIMAL JSONB UUID TSVECTOR INET CIDR MACADDR BYTEA
    DOUBLE_PRECISION HSTORE INTERVAL BIT MONEY OID INT4RANGE INT8RANGE NUMRANGE DATERANGE TSRANGE TSTZRANGE Uuid
    Double""".split()

# As Python's parser writes them back.
DEFAULTS = [
    r"'\w+'", r"''", r"'0'", r"'-1'", r"'\d\.\d+'", r"'\{\}'", r"'true'", r"'1'", r"\"it's\"",
    r"sa\.text\('0'\)", r"sa\.text\(\"'\w+'\"\)", r"sa\.text\('now\(\)'\)", r"text\('NOW\(\)'\)",
    r"sa\.text\('CURRENT_TIMESTAMP'\)", r"sa\.text\('\(CURRENT_TIMESTAMP\)'\)", r"sa\.text\('CURRENT_DATE'\)",
    r"sa\.text\('true'\)", r"sa\.text\('false'\)", r"sa\.text\(\"'\{\}'::jsonb\"\)", r"sa\.text\(\"'\[\]'::jsonb\"\)",
    r"sa\.text\(\"'\{\}'::text\[\]\"\)", r"sa\.text\('gen_random_uuid\(\)'\)", r"sa\.text\('uuid_generate_v4\(\)'\)",
    r"sa\.func\.now\(\)", r"sa\.sql\.func\.now\(\)", r"func\.now\(\)", r"sa\.func\.current_timestamp\(\)",
    r"sa\.func\.gen_random_uuid\(\)", r"sa\.true\(\)", r"sa\.false\(\)", r"sa\.null\(\)", r"sa\.sql\.expression\.true\(\)",
    r"expression\.false\(\)", r"sa\.text\(\"\(now\(\) at time zone 'utc'\)\"\)", r"sa\.text\(\"nextval\('\w+'\)\"\)",
    r"None", r"[A-Z_]+", r"str\(i\)", r"sa\.Identity\(.*\)",
]


def count(chains):
    """Calls that ask for nothing and make nothing aside."""
    asking = ("f", "get_bind", "get_context", "inline_literal")
    return sum(name not in asking for chain in chains for script in chain.scripts for name, _ in calls(script))


def named(call, names):
    """The names of the arguments that a call gives; of a batch block's, those behind the table's name."""
    positional = names.split("*")[0].split()
    given = {k.arg for k in call.keywords}
    for i, argument in enumerate(call.args):
        if i >= len(positional) or positional[i] == "..." or isinstance(argument, ast.Starred):
            return given | {"..."}
        given.add(positional[i] + " by its place")
    return given


def last_name(node):
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def called(scripts, wanted):
    """{name: names of the arguments that were given somewhere}."""
    found = {}
    for script in scripts:
        for node in ast.walk(script.tree):
            name = last_name(node.func) if isinstance(node, ast.Call) else ""
            if name in wanted:
                found.setdefault(name, set()).update(named(node, wanted[name]))
    return found


def missing_arguments(scripts, wanted):
    """By its place, and by its name too where that is how most people write it: what stands behind "*"."""
    found = called(scripts, wanted)
    for name, names in wanted.items():
        if name not in found:
            yield f"the corpus never calls {name}"
            continue
        places, _, keywords = names.partition("*")
        for argument in keywords.split():
            if argument not in found[name]:
                yield f"the corpus never calls {name} with {argument}="
        for argument in places.split():
            if argument != "..." and not {argument, argument + " by its place"} & found[name]:
                yield f"the corpus never calls {name} with {argument}"


def missing_places(scripts):
    """Each argument of a directive by its place, and each by its name."""
    found = called(scripts, DIRECTIVES)
    for name, names in DIRECTIVES.items():
        if name in ("f", "inline_literal", "execute", "batch_alter_table"):
            continue
        for argument in names.partition("*")[0].split():
            for form in (argument, argument + " by its place"):
                if argument != "..." and form not in found.get(name, ()):
                    yield f"the corpus never calls {name} with {form}"


def missing_types(scripts):
    functions, bare = set(), set()
    for script in scripts:
        nodes = list(ast.walk(script.tree))
        called_here = {id(n.func) for n in nodes if isinstance(n, ast.Call)}
        functions |= {last_name(n.func) for n in nodes if isinstance(n, ast.Call)}
        bare |= {last_name(n) for n in nodes if id(n) not in called_here}
    yield from (f"the corpus never calls the type {t}" for t in CALLED if t not in functions)
    yield from (f"the corpus never has the type {t} without parentheses" for t in BARE if t not in bare)


def missing_defaults(scripts):
    written = [ast.unparse(k.value) for s in scripts for n in ast.walk(s.tree) if isinstance(n, ast.Call)
               for k in n.keywords if k.arg == "server_default"]
    for pattern in DEFAULTS:
        if not any(re.fullmatch(pattern, w) for w in written):
            yield f"the corpus never has a server_default like {pattern}"


def missing_in_batches(scripts):
    in_batches = {name for s in scripts for name, node in calls(s) if node.func.value.id != "op"}
    return (f"the corpus never calls {name} in a batch block" for name in BATCH if name not in in_batches)


def missing(chains):
    scripts = [s for c in chains for s in c.scripts]
    wrong = [] if count(chains) >= LEAST else [f"the corpus calls {count(chains)} directives, and should {LEAST}"]
    return [*wrong, *missing_arguments(scripts, {**DIRECTIVES, **ELEMENTS}), *missing_places(scripts),
            *missing_types(scripts), *missing_in_batches(scripts), *missing_defaults(scripts)]
