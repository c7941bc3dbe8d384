"""Where a value can stand: for each place a migration, and the value that must arrive.

A migration writes into `kept (v)`; what is expected there is a function of the value. `None`: nothing is
kept, the statement must only not become another one.
"""


class Position:
    def __init__(self, name, body, expected, dialects=("sqlite", "postgresql")):
        self.name, self.body, self.expected, self.dialects = name, body, expected, dialects
        self.is_name = "% NAMES %" in body


def same(v):
    return [v]


def between(v):
    return [b"<" + v + b">"]


def nothing(_):
    return []


INSERT = "INSERT INTO kept (v) VALUES"

POSITIONS = [
    Position("value", INSERT + " (${v});", same),
    Position("value_twice", INSERT + " (${v}), (${v});", lambda v: [v, v]),
    Position("string", INSERT + " ('<${v}>');", between),
    Position("literal_in_text", INSERT + " ('<' || ${v} || '>');", between),
    Position("function", INSERT + " (coalesce(NULL, ${v}));", same),
    Position("condition", INSERT + " ('yes');\nUPDATE kept SET v = 'no' WHERE v = ${v};",
             lambda v: [b"no" if v == b"yes" else b"yes"]),
    Position("in_list", INSERT + " ('yes');\nDELETE FROM kept WHERE v IN (${v}, ${v});",
             lambda v: [] if v == b"yes" else [b"yes"]),
    Position("limit_text", INSERT + " (${v}); -- ${'end' | n}", same),
    Position("default", "CREATE TABLE made (a INT, v TEXT DEFAULT ${v});\nINSERT INTO made (a) VALUES (1);\n"
             "INSERT INTO kept (v) SELECT v FROM made;", same),
    Position("default_string", "CREATE TABLE made (a INT, v TEXT DEFAULT '<${v}>');\nINSERT INTO made (a) VALUES (1);\n"
             "INSERT INTO kept (v) SELECT v FROM made;", between),
    Position("check", "CREATE TABLE made (v TEXT CHECK (v <> ${v}));\n" + INSERT + " (${v});", same),
    Position("quoted_name", 'CREATE TABLE made ("<${v}>" INT);\n'
             'INSERT INTO kept (v) ' "% NAMES %", between),
    Position("backtick", "CREATE TABLE made (`<${v}>` INT);\nINSERT INTO kept (v) % NAMES %", between, ("sqlite",)),
    Position("bracket", "CREATE TABLE made ([<${v}>] INT);\nINSERT INTO kept (v) % NAMES %", between, ("sqlite",)),
    Position("filter_id", "CREATE TABLE made (${v | id} INT);\nINSERT INTO kept (v) % NAMES %", same),
    Position("filter_n", "CREATE TABLE made (a INT ${v | n});", nothing),
    Position("filter_json", INSERT + " (${v | json});", None),
    Position("block_comment", INSERT + " ('yes' /* ${v} */);", lambda v: [b"yes"]),
    Position("line_comment", INSERT + " ('yes' -- ${v}\n);", lambda v: [b"yes"]),
    Position("trigger", "CREATE TABLE made (a INT);\nCREATE TRIGGER made_t AFTER INSERT ON made BEGIN\n"
             "    INSERT INTO kept (v) VALUES (${v}), ('<${v}>');\nEND;\nINSERT INTO made VALUES (1);",
             lambda v: [v] + between(v), ("sqlite",)),
    Position("view", "CREATE VIEW made AS SELECT ${v} AS v;\nINSERT INTO kept (v) SELECT v FROM made;", same),
    Position("execute", "<% op.execute(f\"INSERT INTO kept (v) VALUES ('<{v}>')\") %>", between),
    Position("execute_parameter", '<% op.execute("INSERT INTO kept (v) VALUES (:v)", {"v": v}) %>', same),
    Position("autocommit", "% with op.autocommit():\n" + INSERT + " ('<${v}>');\n% endwith", between),
    Position("escape_string", INSERT + " (E'<${v}>');", between, ("postgresql",)),
    Position("dollar_text", INSERT + " ($t$<${v}>$t$);", between, ("postgresql",)),
    Position("dollar_text_end", INSERT + " ($$<${v}$$);", lambda v: [b"<" + v], ("postgresql",)),
    Position("do_value", "DO $body$ BEGIN INSERT INTO kept (v) VALUES (${v}); END $body$;", same, ("postgresql",)),
    Position("do_string", "DO $$ BEGIN INSERT INTO kept (v) VALUES ('<${v}>'); END $$;", between, ("postgresql",)),
    Position("do_comment", "DO $$ BEGIN /* ${v} */ INSERT INTO kept (v) VALUES ('yes'); END $$;", lambda v: [b"yes"],
             ("postgresql",)),
    Position("do_nested", "DO $a$ BEGIN EXECUTE $b$INSERT INTO kept (v) VALUES ($c$<${v}>$c$)$b$; END $a$;", between,
             ("postgresql",)),
    Position("sql_function", "CREATE FUNCTION made() RETURNS text LANGUAGE sql AS $$ SELECT ${v} $$;\n"
             "INSERT INTO kept (v) SELECT made();", same, ("postgresql",)),
    Position("table_comment", "CREATE TABLE made (a INT);\nCOMMENT ON TABLE made IS ${v};\n"
             "INSERT INTO kept (v) SELECT coalesce(obj_description('made'::regclass), '');", same, ("postgresql",)),
    Position("alone", "% with op.autocommit():\nCREATE INDEX CONCURRENTLY alone_i ON kept (v) WHERE v <> ${v};\n"
             "% endwith\nINSERT INTO kept (v) SELECT 'yes' FROM pg_index WHERE indexrelid = 'alone_i'::regclass AND "
             "pg_get_expr(indpred, indrelid) = '(v <> ''' || replace(${v}, '''', '''''') || '''::text)';",
             lambda v: [b"yes"], ("postgresql",)),
]

# What a name's position reads back: the columns of the table that was made.
NAMES = {"sqlite": "SELECT name FROM pragma_table_info('made');",
         "postgresql": "SELECT column_name FROM information_schema.columns WHERE table_name = 'made' "
                       "AND table_schema = current_schema();"}

VALUES = [
    b"plain", b"yes", b"", b" ", b"it's", b"''", b"'", b'"', b'a"b', b"`", b"]", b"[x]", b"\\", b"\\'", b"a\\", b"--", b"-",
    b"/*", b"*/", b"*", b"/", b"/* x */", b";", b"; DROP TABLE canary; --", b"'; DROP TABLE canary; --",
    b"'); DROP TABLE canary; --", b'"); DROP TABLE canary; --', b"*/ DROP TABLE canary; /*", b"\nDROP TABLE canary; --",
    b"\r\nDROP TABLE canary;", b"$$", b"$", b"a$", b"$t$", b"$t", b"$body$", b"$$; DROP TABLE canary; $$", b"$a$ $b$ $c$",
    b"${v}", b"%", b"%s", b"?", b"?1", b"$1", b":v", b"\x01", b"a\x01b", b"\t", b"\n", b"{NUL}", b"a{NUL}'; DROP TABLE canary",
    b"\xff", b"\xc3'", b"\xc3\x28", b"\xf0\x9f\x98\x80", "größe".encode(), b"a.b", b".", b"NULL", b"1", b"-1", b"0x1",
    b"E'x'", b"U&'\\0027'", b"x" * 5000, b"'" * 300, b"\xe2\x80\x99 OR 1=1", b"\xbf'", b"\xef\xbc\x87",
]
