"""What a rebuild must not lose of the rows, and when it can't be done; scripts."""
import contextlib
import sqlite3
import subprocess

from rebuilt import RebuildTest, copied, edit, everything, run

NUMBERS = "CREATE TABLE t (n INTEGER, name TEXT); INSERT INTO t VALUES (1, 'one'), (NULL, 'two'), (NULL, NULL), (4, 'four');"


class Values(RebuildTest):
    def test_types_of_every_value(self):
        sql = """CREATE TABLE t (n INTEGER, a, b TEXT, c NUMERIC, d BLOB, e REAL);
            INSERT INTO t VALUES (1, 1, 1, '1', 1, 1), (2, '1', 'x', 'x', '1', 'x'),
                (3, x'00', x'01', x'02', x'', x'03'),
                (4, NULL, NULL, NULL, NULL, NULL), (5, 1.5, 1.5, '1.50', 1.5, 1e300),
                (9223372036854775807, 'a' || char(0) || 'b', '', 1e18, -0.0, 9e999),
                ('text', 1, 2, 3, 4, 5), (1.5, 'ü' || char(65534), cast(x'ff41' AS TEXT), 0, 0, 0)"""
        for _ in self.keeps(sql):
            pass

    def test_rowids_without_a_primary_key(self):
        sql = "CREATE TABLE t (n INTEGER); INSERT INTO t (rowid, n) VALUES (50, 1), (7, 2), (-3, 3), (9223372036854775807, 4)"
        for _ in self.keeps(sql):
            self.assertEqual(self.column("SELECT rowid FROM t ORDER BY 1"), [-3, 7, 50, 9223372036854775807])

    def test_rowids_of_a_key_that_is_none(self):
        for key in ("INTEGER PRIMARY KEY DESC", "INT PRIMARY KEY", "TEXT PRIMARY KEY"):
            sql = f"CREATE TABLE t (id {key}, n INTEGER); INSERT INTO t (rowid, id, n) VALUES (50, 1, 1), (7, 2, 2), (8, NULL, 3)"
            for _ in self.keeps(sql):
                self.assertEqual(self.column("SELECT rowid FROM t ORDER BY 1"), [7, 8, 50])

    def test_a_key_that_becomes_the_rowid(self):
        self.make("CREATE TABLE t (id INT PRIMARY KEY, n INTEGER); "
                  "INSERT INTO t (rowid, id, n) VALUES (50, 1, 1), (7, 2, 2)")
        self.rebuild(edit("SET_TYPE", "id", "INTEGER"), compare=False, becomes=None)
        self.assertEqual(self.ask("SELECT rowid, * FROM t ORDER BY 1"), [(1, 1, 1), (2, 2, 2)])

    def test_the_rowid_that_becomes_a_plain_column(self):
        self.make("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO t VALUES (50, 1), (7, 2)")
        self.rebuild(edit("DROP_CONSTRAINT", constraint="PRIMARY_KEY"),
                     becomes="CREATE TABLE t (id INTEGER, n INTEGER)")

    def test_a_new_key_counts_the_rows_in_their_order(self):
        for before in ("", "CREATE INDEX i ON t (n)", "ALTER TABLE t ADD COLUMN rowid DEFAULT 7"):
            self.file.unlink(missing_ok=True)
            self.make("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (9), (3), (6);" + before)
            self.rebuild(edit("ADD_COLUMN", "id", "id INTEGER PRIMARY KEY"), compare=False, becomes=None,
                         setup="PRAGMA reverse_unordered_selects = ON")
            self.assertEqual(self.ask("SELECT id, n FROM t ORDER BY id"), [(1, 9), (2, 3), (3, 6)])

    def test_rows_older_than_a_column(self):
        """They read its default of that time."""
        sql = ("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1), (2); "
               "ALTER TABLE t ADD COLUMN late TEXT NOT NULL DEFAULT 'then'; INSERT INTO t VALUES (3, 'x')")
        for _ in self.keeps(sql):
            pass
        self.make("DROP TABLE t;" + sql)
        self.rebuild(edit("SET_DEFAULT", "late", "'now'"),
                     becomes="CREATE TABLE t (n INTEGER, late TEXT NOT NULL DEFAULT 'now')")
        self.assertEqual(self.column("SELECT late FROM t"), ["then", "then", "x"])

    def test_long_rows_and_an_empty_table(self):
        for _ in self.keeps("CREATE TABLE t (n INTEGER, b BLOB); "
                            "INSERT INTO t VALUES (1, zeroblob(100000)), (2, randomblob(70000))"):
            pass
        for _ in self.keeps("CREATE TABLE t (n INTEGER, b BLOB)"):
            pass


class NotNull(RebuildTest):
    SAID = "column 'n' of table 't' becomes NOT NULL, and is NULL in 2 rows"

    def test_in_place(self):
        self.make(NUMBERS)
        self.refuses(self.SAID, edit("SET_NOT_NULL", "n"), hint='SELECT * FROM "t" WHERE "n" IS NULL shows them')
        self.make("UPDATE t SET n = 0 WHERE name = 'two'")
        self.refuses("becomes NOT NULL, and is NULL in 1 row", edit("SET_NOT_NULL", "n"))

    def test_by_copy(self):
        self.make(NUMBERS)
        self.refuses(self.SAID, edit("SET_NOT_NULL", "n"), edit("SET_TYPE", "n", "BIGINT"),
                     hint="give them a value first")
        self.refuses(self.SAID, edit("SET_NOT_NULL", "n"), defensive=True)

    def test_a_default_gives_no_value_to_rows_that_are_there(self):
        self.make(NUMBERS)
        self.refuses(self.SAID, edit("SET_NOT_NULL", "n"), edit("SET_DEFAULT", "n", "5"))

    def test_not_even_by_on_conflict(self):
        self.make("CREATE TABLE t (n INTEGER, m INTEGER NOT NULL ON CONFLICT REPLACE DEFAULT 8); "
                  "INSERT INTO t VALUES (NULL, 1)")
        self.refuses("column 'm' of table 't' becomes NOT NULL, and is NULL in 1 row", edit("COMPUTE", "m", "n"))

    def test_a_value_computed_for_them(self):
        self.make(NUMBERS)
        self.rebuild(edit("SET_NOT_NULL", "n"), edit("COMPUTE", "n", "coalesce(t.n, length(name), -1)"), compare=False,
                     becomes=None)
        self.assertEqual(self.column("SELECT n FROM t"), [1, 3, -1, 4])

    def test_a_computed_value_that_is_null(self):
        self.make(NUMBERS)
        self.refuses("becomes NOT NULL, and is NULL in 1 row", edit("SET_NOT_NULL", "n"),
                     edit("COMPUTE", "n", "coalesce(n, length(name))"))

    def test_a_value_from_the_tables_other_rows(self):
        """The table as it was, not the new one, which fills meanwhile."""
        self.make(NUMBERS)
        self.rebuild(edit("COMPUTE", "n", "coalesce(n, (SELECT sum(n) FROM t) + (SELECT count(*) FROM T AS x "
                                          "WHERE x.name > t.name))"),
                     edit("SET_NOT_NULL", "n"), compare=False, becomes=None)
        self.assertEqual(self.column("SELECT n FROM t"), [1, 5, 5, 4])
        self.rebuild(edit("COMPUTE", "n", "(SELECT count(rowid) FROM t AS x WHERE x.rowid < t.rowid)"), compare=False, becomes=None)
        self.assertEqual(self.column("SELECT n FROM t"), [0, 1, 2, 3])
        self.make("UPDATE t SET n = 0")
        self.refuses("becomes NOT NULL, and is NULL in 4 rows",
                     edit("COMPUTE", "n", "nullif((SELECT sum(n) FROM t), 0)"))

    def test_a_new_column_without_a_value(self):
        self.make(NUMBERS)
        self.refuses("column 'm' of table 't' is new and NOT NULL, and there are 4 rows",
                     edit("ADD_COLUMN", "m", "m INTEGER NOT NULL", before="n"), hint="server_default")
        self.make("DELETE FROM t")
        self.rebuild(edit("ADD_COLUMN", "m", "m INTEGER NOT NULL", before="n"),
                     becomes="CREATE TABLE t (m INTEGER NOT NULL, n INTEGER, name TEXT)")


class Types(RebuildTest):
    SQL = """CREATE TABLE t (n TEXT);
        INSERT INTO t VALUES ('12'), ('abc'), (NULL), ('1.5'), (' 7 '), (x'31'), ('0x10'), ('9223372036854775808')"""

    def test_text_that_becomes_integer(self):
        self.make(self.SQL)
        self.rebuild(edit("SET_TYPE", "n", "INTEGER"), compare=False, becomes=None)
        self.assertEqual(self.ask("SELECT n, typeof(n) FROM t ORDER BY rowid"), [
            (12, "integer"), ("abc", "text"), (None, "null"), (1.5, "real"), (7, "integer"), (b"1", "blob"),
            ("0x10", "text"), (9.223372036854775808e18, "real")])

    def test_in_a_strict_table_it_must_be_one(self):
        self.make("CREATE TABLE t (n TEXT) STRICT; INSERT INTO t VALUES ('12'), ('abc')")
        self.refuses("cannot store TEXT value in INTEGER column t.n", edit("SET_TYPE", "n", "INTEGER"))
        self.make("DELETE FROM t WHERE n = 'abc'")
        self.rebuild(edit("SET_TYPE", "n", "INTEGER"), compare=False, becomes=None)
        self.assertEqual(self.ask("SELECT n, typeof(n) FROM t"), [(12, "integer")])

    def test_a_new_collation_that_rows_break(self):
        self.make("CREATE TABLE t (n TEXT UNIQUE); INSERT INTO t VALUES ('a'), ('A')")
        self.refuses("UNIQUE constraint failed: t.n", edit("SET_TYPE", "n", "TEXT COLLATE NOCASE"))
        self.make("DELETE FROM t WHERE n = 'A'")
        self.rebuild(edit("SET_TYPE", "n", "TEXT COLLATE NOCASE"),
                     becomes="CREATE TABLE t (n TEXT COLLATE NOCASE UNIQUE)")


class Constraints(RebuildTest):
    ROWS = "CREATE TABLE t (n INTEGER, a TEXT); INSERT INTO t VALUES (1, 'x'), (2, 'x'), (-1, 'y');"

    def test_rows_that_break_a_new_check(self):
        self.make(self.ROWS)
        check = edit("ADD_CONSTRAINT", None, "CONSTRAINT c CHECK (n > 0)")
        self.refuses("1 row of table 't' breaks CONSTRAINT c CHECK (n > 0)", check)
        self.refuses("CHECK constraint failed: c", check, edit("SET_TYPE", "a", "BLOB"))

    def test_rows_that_break_a_new_unique(self):
        self.make(self.ROWS)
        for clause in ("", " ON CONFLICT IGNORE", " ON CONFLICT REPLACE"):
            self.refuses("rows of table 't' break UNIQUE (a)", edit("ADD_CONSTRAINT", None, "UNIQUE (a)" + clause))
        self.rebuild(edit("ADD_CONSTRAINT", None, "UNIQUE (a, n)"), compare=False, becomes=None)

    def test_an_unnamed_check_is_found_by_its_text(self):
        self.make("CREATE TABLE t (n INTEGER CHECK (n > 0), CHECK (n < 10), CHECK (n <> 'a, b)'))")
        self.rebuild(edit("DROP_CONSTRAINT", constraint="CHECK", with_="(n <> 'a, b)')"),
                     becomes="CREATE TABLE t (n INTEGER CHECK (n > 0), CHECK (n < 10))")
        self.rebuild(edit("DROP_CONSTRAINT", constraint="CHECK", with_="(n>0)"),
                     becomes="CREATE TABLE t (n INTEGER, CHECK (n < 10))")
        self.make("DROP TABLE t; CREATE TABLE t (n INTEGER, CHECK (n <> 'x  y'), CHECK (n <> 'xy'))")
        self.rebuild(edit("DROP_CONSTRAINT", constraint="CHECK", with_="( n/**/<>'x  y')"),
                     becomes="CREATE TABLE t (n INTEGER, CHECK (n <> 'xy'))")

    def test_constraints_that_share_a_name(self):
        self.make("CREATE TABLE t (n INTEGER, CONSTRAINT c CHECK (n > 0), CONSTRAINT c UNIQUE (n), CONSTRAINT c CHECK (n < 9))")
        self.refuses("the table 't' has more than one such constraint", edit("DROP_CONSTRAINT", "c", constraint="CHECK"))
        self.rebuild(edit("DROP_CONSTRAINT", "c", constraint="UNIQUE"), gone=["sqlite_autoindex_t_1"],
                     becomes="CREATE TABLE t (n INTEGER, CONSTRAINT c CHECK (n > 0), CONSTRAINT c CHECK (n < 9))")
        self.rebuild(edit("DROP_CONSTRAINT", "c", constraint="CHECK", with_="(n < 9)"),
                     becomes="CREATE TABLE t (n INTEGER, CONSTRAINT c CHECK (n > 0))")

    def test_a_constraint_that_is_not_there(self):
        self.make("CREATE TABLE t (n INTEGER UNIQUE, CONSTRAINT c CHECK (n < 10))")
        self.refuses("the table 't' has no constraint 'd'", edit("DROP_CONSTRAINT", "d", constraint="CHECK"),
                     hint="'c'")
        self.rebuild(edit("DROP_CONSTRAINT", "d", constraint="CHECK", if_exists=True), becomes=self.text("t"))

    def test_a_column_that_is_not_there(self):
        self.make(self.ROWS)
        self.refuses("the table 't' has no column 'm'", edit("SET_TYPE", "m", "TEXT"), hint="it has n, a")

    def test_a_key_is_added_and_dropped(self):
        self.make(self.ROWS)
        self.rebuild(edit("ADD_CONSTRAINT", None, "CONSTRAINT pk PRIMARY KEY (n)"), compare=False, becomes=None)
        self.assertEqual(self.ask("SELECT rowid, n FROM t ORDER BY n"), [(-1, -1), (1, 1), (2, 2)])
        self.rebuild(edit("DROP_CONSTRAINT", "pk", constraint="PRIMARY_KEY"),
                     becomes="CREATE TABLE t (n INTEGER, a TEXT)")

    def test_a_key_holds_no_null(self):
        """Nor are numbers made up for those that become rowids."""
        for table, change, column in (
                ("a INTEGER", edit("ADD_CONSTRAINT", None, "PRIMARY KEY (a)"), "a"),
                ("a INT PRIMARY KEY", edit("SET_TYPE", "a", "INTEGER"), "a"),
                ("a INTEGER, b", edit("ADD_CONSTRAINT", None, "PRIMARY KEY (b, a)"), "a"),
                ("a INTEGER, b INTEGER PRIMARY KEY", edit("COMPUTE", "b", "nullif(b, 7)"), "b")):
            self.file.unlink(missing_ok=True)
            self.make(f"CREATE TABLE t ({table}); INSERT INTO t (a) VALUES (NULL), (4), (NULL)")
            self.make("INSERT INTO t (b) VALUES (7)" if column == "b" else "SELECT 1")
            count = "1 row" if column == "b" else "2 rows"
            answer = self.refuses(f"column '{column}' of table 't' becomes a primary key, and is NULL in {count}", change)
            self.assertEqual(answer.edit, 1)
        self.rebuild(edit("COMPUTE", "b", "b + 7"), compare=False, becomes=None)

    def test_double_quoted_strings(self):
        sql = 'CREATE TABLE t (n INTEGER, a TEXT DEFAULT "d"); INSERT INTO t (n) VALUES (1)'
        for _ in self.keeps(sql):
            self.make("INSERT INTO t (n) VALUES (2)")
            self.assertEqual(self.column("SELECT a FROM t"), ["d", "d"])

    def test_what_is_no_definition(self):
        self.make(self.ROWS)
        before = self.everything()
        for change in (edit("ADD_CONSTRAINT", None, "CHECK (nowhere > 0)"), edit("SET_DEFAULT", "n", "1 +"),
                       edit("ADD_COLUMN", "m", "m INTEGER)"), edit("COMPUTE", "n", "1) x FROM (SELECT 1")):
            answer = self.tool.rebuild("t", [change], file=self.file)
            self.assertFalse(answer.ok, change)
            self.assertEqual(self.everything(), before)


class Connections(RebuildTest):
    SQL = "CREATE TABLE t (n INTEGER UNIQUE); INSERT INTO t VALUES (1), (2)"

    def test_defensive_ones_copy(self):
        for _ in self.keeps(self.SQL, defensive=True):
            pass

    def test_defensive_ones_and_a_table_that_names_itself(self):
        self.make("CREATE TABLE t (n INTEGER CHECK (t.n > 0)); INSERT INTO t VALUES (1)")
        self.refuses("names the table itself, and this connection is defensive", edit("SET_TYPE", "n", "TEXT"),
                     defensive=True,
                     hint="without SQLITE_DBCONFIG_DEFENSIVE")

    def test_another_connection_sees_the_new_definition(self):
        self.make(self.SQL)
        with contextlib.closing(sqlite3.connect(self.file, isolation_level=None)) as other:
            other.execute("SELECT * FROM t").fetchall()
            for change in (edit("SET_NOT_NULL", "n"), edit("SET_TYPE", "n", "TEXT")):
                self.assertTrue(self.tool.rebuild("t", [change], file=self.file).ok)
                with self.assertRaisesRegex(sqlite3.IntegrityError, "NOT NULL"):
                    other.execute("INSERT INTO t VALUES (NULL)")

    def test_in_place_writes_no_row(self):
        self.make(self.SQL)
        self.assertFalse(copied(self.rebuild(edit("SET_NOT_NULL", "n"), edit("ADD_CONSTRAINT", None, "CHECK (n > 0)"),
                                             becomes="CREATE TABLE t (n INTEGER NOT NULL UNIQUE, CHECK (n > 0))")))

    def test_settings_that_are_on_already(self):
        self.make(self.SQL)
        answer = self.tool.rebuild("t", [edit("SET_TYPE", "n", "TEXT")], file=self.file,
                                   setup="PRAGMA legacy_alter_table = ON")
        self.assertTrue(answer.ok and answer.legacy, answer)

    def test_encodings_and_vacuum(self):
        for pragma in ("encoding = 'UTF-16le'", "auto_vacuum = FULL", "page_size = 512", "journal_mode = WAL",
                       "secure_delete = ON"):
            for _ in self.keeps(f"PRAGMA {pragma}; CREATE TABLE t (n INTEGER, a TEXT UNIQUE); "
                                f"INSERT INTO t VALUES (1, 'ü'), (2, NULL)"):
                pass


class Scripts(RebuildTest):
    """What is written with --sql, run by the shell, gives what the rebuild gives."""
    SQL = """CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER, [a b] TEXT COLLATE NOCASE -- why
          , g AS (n + 1), CHECK (n <> 'x;')) ;
        CREATE INDEX i ON t (n DESC) WHERE n > 0;
        CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET n = n + 1 WHERE id = new.id; END;
        CREATE TABLE c (t REFERENCES t ON DELETE CASCADE); CREATE VIEW v AS SELECT * FROM t;
        INSERT INTO t (n, [a b]) VALUES (1, 'x'), (2, NULL), (3, 'z'); DELETE FROM t WHERE id = 3;
        INSERT INTO c VALUES (1)"""

    def by_shell(self, script):
        done = subprocess.run(["sqlite3", "-bail", str(self.file)], input=script, text=True, capture_output=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""), script)
        return everything(self.file)

    def script(self, *edits, **options):
        return "".join(self.tool.rebuild("t", edits, **options).statements)

    def test_the_same_as_live(self):
        for edits in ([edit("SET_TYPE", "n", "BIGINT")], [edit("SET_NOT_NULL", "n")],
                      [edit("ADD_COLUMN", "m", "m TEXT DEFAULT 'm'", before="n")],
                      [edit("COMPUTE", "a b", "upper(\"a b\")"), edit("SET_DEFAULT", "a b", "'it''s'")]):
            self.file.unlink(missing_ok=True)
            self.make(self.SQL)
            sql, index, trigger = self.text("t"), self.text("i"), self.text("tr")
            self.assertTrue(self.tool.rebuild("t", edits, file=self.file).ok)
            live = self.everything()
            self.file.unlink()
            self.make(self.SQL)
            script = self.script(*edits, sql=sql, indexes=[index], triggers=[trigger])
            self.assertEqual(self.by_shell(script), live)
            self.healthy()
            self.assertEqual(self.ask("SELECT seq FROM sqlite_sequence"), [(3,)])

    def test_why_there_is_none(self):
        answer = self.tool.rebuild("t", [edit("SET_TYPE", "n", "TEXT")], unknown="it is made by an included file")
        self.assertFalse(answer.ok)
        self.assertEqual(answer.message, "the rebuild of 't' can't be written as a script: it is made by an included file")
        self.assertIn("not with an offline handle", answer.hint)
        self.assertFalse(any("ALTER" in s for s in answer.statements))

    def test_a_table_that_names_itself(self):
        """Its definition would have to be written over, which not every shell allows."""
        for sql, indexes in (("CREATE TABLE t (n INTEGER CHECK (t.n > 0))", []),
                             ("CREATE TABLE t (n INTEGER)", ["CREATE INDEX i ON t (n) WHERE t.n > 0"])):
            answer = self.tool.rebuild("t", [edit("SET_TYPE", "n", "TEXT")], sql=sql, indexes=indexes)
            self.assertIn("a CHECK or an index of 't' names the table itself, and a script can't rebuild such a table",
                          answer.message)
            self.assertIn("not with an offline handle", answer.hint)


if __name__ == "__main__":
    run()
