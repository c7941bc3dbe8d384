"""What a rebuild must not lose of the table itself: each hazard of Alembic's batch mode, and others like them."""
from rebuilt import RebuildTest, copied, edit, run

FULL = """
CREATE TABLE t (n INTEGER, name TEXT);
INSERT INTO t VALUES (1, 'one'), (2, 'two'), (3, NULL);
"""


class Definition(RebuildTest):
    def test_unnamed_checks(self):
        sql = """CREATE TABLE t (n INTEGER, name TEXT CHECK (length(name) > 1), CHECK (n < 10),
            CHECK (name <> 'a, (b' OR n IN (1, 2)));
            INSERT INTO t VALUES (1, 'xx')"""
        for _ in self.keeps(sql):
            for row in ("1, 'x'", "11, 'xx'", "3, 'a, (b'"):
                with self.assertRaisesRegex(Exception, "CHECK"):
                    self.make(f"INSERT INTO t VALUES ({row})")

    def test_checks_that_name_the_table(self):
        sql = """CREATE TABLE t (n INTEGER CHECK (t.n > 0), m INTEGER, CHECK ("t".m <> [t].n));
            INSERT INTO t VALUES (1, 2)"""
        for _ in self.keeps(sql):
            with self.assertRaisesRegex(Exception, "CHECK"):
                self.make("INSERT INTO t VALUES (2, 2)")

    def test_autoincrement_and_its_mark(self):
        sql = """CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER);
            CREATE TABLE other (id INTEGER PRIMARY KEY AUTOINCREMENT);
            INSERT INTO other VALUES (7);
            INSERT INTO t VALUES (1, 1), (50, 2); DELETE FROM t WHERE id = 50"""
        for _ in self.keeps(sql):
            self.assertEqual(self.ask("SELECT * FROM sqlite_sequence ORDER BY name"), [("other", 7), ("t", 50)])
            self.make("INSERT INTO t (n) VALUES (3)")
            self.assertEqual(self.column("SELECT max(id) FROM t"), [51])

    def test_the_mark_of_an_empty_table(self):
        sql = """CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER);
            INSERT INTO t VALUES (50, 2); DELETE FROM t"""
        for _ in self.keeps(sql):
            self.assertEqual(self.ask("SELECT * FROM sqlite_sequence"), [("t", 50)])

    def test_a_mark_that_was_never_made(self):
        for _ in self.keeps("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER)"):
            self.assertEqual(self.ask("SELECT * FROM sqlite_sequence"), [])

    def test_collations(self):
        sql = """CREATE TABLE t (n INTEGER, name TEXT COLLATE NOCASE UNIQUE, pad TEXT COLLATE RTRIM);
            INSERT INTO t VALUES (1, 'Ann', 'x  ')"""
        for _ in self.keeps(sql):
            self.assertEqual(self.column("SELECT count(*) FROM t WHERE name = 'ANN' AND pad = 'x'"), [1])

    def test_strict(self):
        self.make("CREATE TABLE t (n INTEGER, any ANY) STRICT; INSERT INTO t VALUES (1, '2'), (2, 2), (3, x'00')")
        for change, text in ((edit("SET_NOT_NULL", "n"), "n INTEGER NOT NULL"),
                             (edit("SET_DEFAULT", "n", "7"), "n INTEGER DEFAULT 7 NOT NULL"),
                             (edit("SET_TYPE", "n", "INT"), "n INT DEFAULT 7 NOT NULL")):
            self.rebuild(change, becomes=f"CREATE TABLE t ({text}, any ANY) STRICT")
            with self.assertRaisesRegex(Exception, "cannot store TEXT"):
                self.make("INSERT INTO t VALUES ('x', 1)")

    def test_without_rowid(self):
        sql = """CREATE TABLE t (k TEXT, n INTEGER, PRIMARY KEY (k DESC, n)) WITHOUT ROWID;
            INSERT INTO t VALUES ('a', 1), ('b', 2), ('a', 3)"""
        for _ in self.keeps(sql):
            self.assertEqual(self.ask("SELECT wr FROM pragma_table_list WHERE name = 't'"), [(1,)])

    def test_without_rowid_and_strict(self):
        sql = """CREATE TABLE t (k TEXT PRIMARY KEY, n INTEGER, m INT) STRICT, WITHOUT ROWID;
            INSERT INTO t VALUES ('a', 1, 2)"""
        self.make(sql)
        self.rebuild(edit("SET_DEFAULT", "m", "3"),
                     becomes="CREATE TABLE t (k TEXT PRIMARY KEY, n INTEGER, m INT DEFAULT 3) STRICT, WITHOUT ROWID")

    def test_conflict_clauses(self):
        sql = """CREATE TABLE t (n INTEGER, a TEXT UNIQUE ON CONFLICT IGNORE,
            b TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'd',
            c TEXT, UNIQUE (c) ON CONFLICT REPLACE, CHECK (n > 0) ON CONFLICT FAIL);
            INSERT INTO t VALUES (1, 'a', 'b', 'c'), (2, 'A', 'b', 'C')"""
        for _ in self.keeps(sql):
            self.make("INSERT INTO t VALUES (9, 'a', 'b', 'x'); INSERT INTO t VALUES (3, 'x', NULL, 'c')")
            self.assertEqual(self.ask("SELECT * FROM t ORDER BY n"), [(2, "A", "b", "C"), (3, "x", "d", "c")])

    def test_defaults(self):
        sql = """CREATE TABLE t (n INTEGER, a DEFAULT (1 + 2), b TEXT DEFAULT 'it''s, (',
            c DEFAULT CURRENT_DATE, d DEFAULT -1.5e3,
            e BLOB DEFAULT x'00ff', f DEFAULT "quoted", g DEFAULT true);
            INSERT INTO t (n) VALUES (1)"""
        for kind in self.keeps(sql):
            before = self.ask("SELECT a, b, d, e, f, g FROM t")
            self.make("DELETE FROM t; INSERT INTO t (n) VALUES (2)")
            self.assertEqual(self.ask("SELECT a, b, d, e, f, g FROM t"), before, kind)

    def test_a_table_made_from_a_query(self):
        self.make("CREATE TABLE t AS SELECT 1 AS a, 'x' AS b, 2.5 AS c")
        self.rebuild(edit("SET_TYPE", "b", "TEXT"), becomes="CREATE TABLE t(a,b TEXT,c)")


    def test_a_check_in_the_text_of_a_column_that_goes(self):
        self.make("CREATE TABLE t (n INT, a INT CONSTRAINT less CHECK (a < n), b INT CHECK (b > 0) CHECK (n <> 7 AND c <> 7), c)")
        self.refuses("column 'a' can't be dropped: it is used by the check 'less'", edit("DROP_COLUMN", "a"))
        self.rebuild(edit("DROP_COLUMN", "a"), edit("DROP_CONSTRAINT", "less", constraint="CHECK"),
                     becomes="CREATE TABLE t (n INT, b INT CHECK (b > 0) CHECK (n <> 7 AND c <> 7), c)")
        self.rebuild(edit("DROP_COLUMN", "b"), becomes="CREATE TABLE t (n INT, c, CHECK (n <> 7 AND c <> 7))")
        self.make("DROP TABLE t; CREATE TABLE t (n INT, a INT CHECK (a < b), b INT)")
        self.rebuild(edit("DROP_COLUMN", "a"), edit("DROP_COLUMN", "b"), becomes="CREATE TABLE t (n INT)")


class Generated(RebuildTest):
    SQL = """CREATE TABLE t (n INTEGER, twice INTEGER AS (n * 2), kept TEXT GENERATED ALWAYS AS ('n' || n) STORED,
            m TEXT);
        CREATE INDEX t_twice ON t (twice);
        INSERT INTO t (n, m) VALUES (1, 'a'), (2, NULL)"""

    def test_virtual_and_stored(self):
        for _ in self.keeps(self.SQL):
            self.make("UPDATE t SET n = 5 WHERE n = 2")
            self.assertEqual(self.ask("SELECT twice, kept FROM t WHERE n = 5"), [(10, "n5")])

    def test_an_expression_that_changes(self):
        self.make(self.SQL)
        self.rebuild(edit("SET_GENERATED", "twice", "AS (n * 3) STORED"), compare=False, becomes=None)
        self.assertEqual(self.column("SELECT twice FROM t ORDER BY n"), [3, 6])

    def test_one_that_becomes_a_plain_column_keeps_what_it_showed(self):
        self.make(self.SQL)
        self.rebuild(edit("SET_GENERATED", "kept"), edit("SET_GENERATED", "twice"), becomes=self.text("t").replace(
            " GENERATED ALWAYS AS ('n' || n) STORED", "").replace(" AS (n * 2)", ""))
        self.assertEqual(self.ask("SELECT twice, kept FROM t ORDER BY n"), [(2, "n1"), (4, "n2")])

    def test_a_column_that_it_uses_stays(self):
        self.make(self.SQL)
        self.refuses("column 'n' can't be dropped: it is used by the expression of column 'twice', "
                     "the expression of column 'kept'", edit("DROP_COLUMN", "n"))

    def test_a_plain_column_that_becomes_one(self):
        self.make("CREATE TABLE t (n INTEGER, m INTEGER); INSERT INTO t VALUES (1, 50)")
        self.rebuild(edit("SET_GENERATED", "m", "AS (n + 1)"), compare=False, becomes=None)
        self.assertEqual(self.ask("SELECT * FROM t"), [(1, 2)])


class Indexes(RebuildTest):
    def test_every_kind(self):
        sql = FULL + """
            CREATE INDEX falling ON t (n DESC, name COLLATE NOCASE);
            CREATE UNIQUE INDEX part ON t (n) WHERE name IS NOT NULL;
            CREATE INDEX expression ON t (lower(name), n + 1 DESC);
            CREATE INDEX "odd ""name" ON t ("name" /* why */);
            CREATE INDEX either ON t (n) WHERE name = 'a, b' OR n > 1"""
        before = None
        for _ in self.keeps(sql):
            facts = self.ask("SELECT i.name, x.* FROM pragma_index_list('t') i, pragma_index_xinfo(i.name) x ORDER BY 1, 2")
            before = before or facts
            self.assertEqual(facts, before)
            self.assertEqual(self.column("SELECT n FROM t INDEXED BY expression WHERE lower(name) = 'two'"), [2])
            with self.assertRaisesRegex(Exception, "UNIQUE"):
                self.make("INSERT INTO t VALUES (1, 'again')")

    def test_a_condition_that_names_the_table(self):
        for _ in self.keeps(FULL + "CREATE UNIQUE INDEX part ON t (n) WHERE t.name IS NOT NULL"):
            with self.assertRaisesRegex(Exception, "UNIQUE"):
                self.make("INSERT INTO t VALUES (1, 'again')")

    def test_statistics(self):
        sql = FULL + """CREATE INDEX i ON t (n); CREATE TABLE other (a); CREATE INDEX j ON other (a);
            INSERT INTO other VALUES (1); ANALYZE; UPDATE sqlite_stat1 SET stat = '1000 3' WHERE idx = 'i'"""
        for _ in self.keeps(sql):
            self.assertEqual(self.ask("SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1"),
                             [("other", "j", "1 1"), ("t", "i", "1000 3")])

    def test_samples(self):
        if not self.ask("SELECT 1 FROM pragma_compile_options WHERE compile_options = 'ENABLE_STAT4'"):
            self.skipTest("this SQLite keeps none")
        for _ in self.keeps(FULL + "CREATE INDEX i ON t (n); ANALYZE"):
            self.assertEqual(self.column("SELECT count(*) FROM sqlite_stat4 WHERE idx = 'i'"), [3])

    def test_an_index_goes_with_its_only_column(self):
        self.make(FULL + "CREATE INDEX i ON t (name); CREATE INDEX j ON t (n)")
        self.rebuild(edit("DROP_COLUMN", "name"), becomes="CREATE TABLE t (n INTEGER)", gone=["i"])

    def test_an_index_on_other_columns_too_stays(self):
        self.make(FULL + "CREATE INDEX i ON t (n, name); CREATE INDEX j ON t (n) WHERE name > ''")
        self.refuses("column 'name' can't be dropped: it is used by the index 'i', the index 'j'",
                     edit("DROP_COLUMN", "name"))


class Names(RebuildTest):
    def test_all_four_quotings(self):
        sql = """CREATE TABLE "a ""table" ("a ""b" TEXT, [c d] INTEGER, `e ``f` TEXT, 'g ''h' TEXT, n INTEGER,
            UNIQUE ([c d], `e ``f`), CHECK ("a ""b" <> `e ``f`));
            CREATE INDEX [an index] ON "a ""table" ('g ''h', `c d`);
            CREATE TRIGGER `a trigger` AFTER INSERT ON [a "table] BEGIN SELECT new."c d"; END;
            INSERT INTO "a ""table" VALUES ('a', 1, 'b', 'c', 2)"""
        for _ in self.keeps(sql, table='a "table'):
            pass

    def test_edits_of_quoted_columns(self):
        self.make("""CREATE TABLE t ("a ""b" TEXT, [c d] INTEGER, `e ``f` TEXT, 'g ''h' TEXT);
            INSERT INTO t VALUES ('a', 1, 'b', 'c')""")
        self.rebuild(edit("SET_NOT_NULL", "g 'h"), edit("SET_TYPE", "C D", "BIGINT"),
                     edit("SET_DEFAULT", "e `f", "'x'"),
                     edit("SET_NOT_NULL", 'a "b'), becomes="""CREATE TABLE t ("a ""b" TEXT NOT NULL, [c d] BIGINT, """
                     """`e ``f` TEXT DEFAULT 'x', 'g ''h' TEXT NOT NULL)""")

    def test_keywords(self):
        sql = """CREATE TABLE "order" ("select" TEXT, [table] INTEGER, `from` TEXT, "check" INT, n INTEGER, key, "primary",
            UNIQUE ("select"), CHECK ("check" > 0));
            CREATE INDEX "group" ON "order" ("from", "table");
            INSERT INTO "order" VALUES ('a', 1, 'b', 1, 2, 3, 4)"""
        for _ in self.keeps(sql, table="order"):
            pass

    def test_a_name_that_needs_no_quotes_and_has_some(self):
        self.make("""CREATE TABLE 't' ('n' TEXT); INSERT INTO t VALUES (1)""")
        self.rebuild(edit("SET_TYPE", "N", "BLOB"), becomes="CREATE TABLE 't' ('n' BLOB)")

    def test_other_scripts_and_case(self):
        self.make("CREATE TABLE Überträge (größe TEXT, 数 INTEGER); INSERT INTO Überträge VALUES ('a', 1)")
        self.rebuild(edit("SET_TYPE", "数", "BIGINT"), table="Überträge",
                     becomes="CREATE TABLE Überträge (größe TEXT, 数 BIGINT)")

    def test_the_table_in_another_case(self):
        self.make("CREATE TABLE Things (A INTEGER); CREATE INDEX i ON THINGS (a); INSERT INTO things VALUES (1)")
        before = self.everything()
        answer = self.tool.rebuild("tHiNgS", [edit("SET_TYPE", "a", "TEXT")], file=self.file)
        self.assertTrue(answer.ok, answer.message)
        self.assertEqual(self.column("SELECT sql FROM sqlite_master"),
                         ["CREATE TABLE Things (A TEXT)", before[0][0][3]])

    def test_columns_called_as_the_rowid(self):
        sql = """CREATE TABLE t (n INTEGER, rowid TEXT, oid TEXT);
            INSERT INTO t (_rowid_, n, rowid, oid) VALUES (50, 1, 'a', 'b'), (7, 2, 'c', 'd')"""
        for _ in self.keeps(sql):
            self.assertEqual(self.column("SELECT _rowid_ FROM t ORDER BY 1"), [7, 50])

    def test_the_name_for_the_old_table_is_taken(self):
        for _ in self.keeps(FULL + "CREATE TABLE aludel_old_t (a); INSERT INTO aludel_old_t VALUES (1); "
                                   "CREATE VIEW aludel_old_t_1 AS SELECT 1"):
            pass

    def test_comments(self):
        sql = """CREATE TABLE t -- the table, (
            ( -- its columns
              n INTEGER, -- the number, counted from 1
              name TEXT /* NOT NULL? */, -- CHECK (1
              /* last */ other TEXT -- the end
            ) -- behind"""
        for _ in self.keeps(sql):
            self.assertIn("-- the number, counted from 1", self.text("t"))

    def test_a_comment_goes_with_its_column(self):
        self.make("CREATE TABLE t (\n  a INTEGER, -- of a\n  b INTEGER, -- of b\n  c INTEGER -- of c\n)")
        self.rebuild(edit("DROP_COLUMN", "b"), becomes="CREATE TABLE t (\n  a INTEGER, -- of a\n  c INTEGER -- of c\n)")

    def test_unknown_types(self):
        for _ in self.keeps("CREATE TABLE t (n INTEGER, a MY TYPE (1, -2), b WHATEVER, c, d VARCHAR(10)); "
                            "INSERT INTO t VALUES (1, '1', '1', '1', 1)"):
            pass


class Columns(RebuildTest):
    def test_composite_constraints_are_named(self):
        self.make("""CREATE TABLE p (a, b, UNIQUE (a, b));
            CREATE TABLE t (a INTEGER, b INTEGER, c TEXT, CONSTRAINT uq UNIQUE (a, b), CHECK (a > b),
            FOREIGN KEY (a, b) REFERENCES p (a, b),
            CONSTRAINT plus CHECK (b + a > 0))""")
        self.refuses("column 'b' can't be dropped: it is used by the unique constraint 'uq', the check (a > b), "
                     "the foreign key (a, b), the check 'plus'", edit("DROP_COLUMN", "b"), hint="drop them first")

    def test_everything_in_the_way_is_named(self):
        self.make("""CREATE TABLE t (a INTEGER, b INTEGER UNIQUE, c TEXT, g AS (b), UNIQUE (a, b), UNIQUE (c, a));
            CREATE INDEX i ON t (b, a); CREATE TABLE child (x REFERENCES t (b));
            CREATE TRIGGER tr AFTER UPDATE OF b ON t BEGIN SELECT 1; END""")
        answer = self.refuses("column 'b' can't be dropped", edit("DROP_COLUMN", "b"), edit("DROP_COLUMN", "c"))
        for part in ("the unique constraint (a, b)", "the expression of column 'g'", "the index 'i'",
                     "the trigger 'tr'",
                     "the foreign key of table 'child'",
                     "column 'c' can't be dropped: it is used by the unique constraint (c, a)"):
            self.assertIn(part, answer.message)

    def test_own_constraints_go_with_the_column(self):
        self.make("CREATE TABLE t (a INTEGER, b INTEGER CHECK (b > 0) UNIQUE, UNIQUE (b), CHECK (b < 10)); "
                  "INSERT INTO t VALUES (1, 2)")
        self.rebuild(edit("DROP_COLUMN", "b"), becomes="CREATE TABLE t (a INTEGER)",
                     gone=["sqlite_autoindex_t_1"])

    def test_a_rowid_of_its_own_that_loses_its_column(self):
        self.make("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (50, 'a'), (7, 'b')")
        self.rebuild(edit("DROP_COLUMN", "id"), becomes="CREATE TABLE t (a TEXT)")
        self.assertEqual(self.column("SELECT rowid FROM t ORDER BY 1"), [7, 50])

    def test_a_column_that_is_added_in_between(self):
        self.make(FULL)
        self.rebuild(edit("ADD_COLUMN", "b", "b TEXT NOT NULL DEFAULT 'x'", after="n"),
                     edit("MOVE_COLUMN", "n", after="name"),
                     becomes="CREATE TABLE t (b TEXT NOT NULL DEFAULT 'x', name TEXT, n INTEGER)")
        self.assertEqual(self.ask("SELECT * FROM t LIMIT 1"), [("x", "one", 1)])

    def test_a_rebuild_without_an_edit(self):
        self.make(FULL + "CREATE INDEX i ON t (n)")
        self.assertTrue(copied(self.rebuild(becomes=self.text("t"))))


if __name__ == "__main__":
    run()
