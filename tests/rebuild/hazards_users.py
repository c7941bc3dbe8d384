"""What a rebuild must not lose of those around the table: triggers, views, other databases."""
import contextlib

from rebuilt import RebuildTest, connect, edit, run

TABLE = """
CREATE TABLE t (n INTEGER, name TEXT);
CREATE TABLE log (what TEXT);
INSERT INTO t VALUES (1, 'one'), (2, 'two');
"""


class Triggers(RebuildTest):
    def test_of_every_kind(self):
        sql = TABLE + """
            CREATE TRIGGER before_insert BEFORE INSERT ON t BEGIN INSERT INTO log VALUES ('bi ' || new.n); END;
            CREATE TRIGGER after_insert AFTER INSERT ON t FOR EACH ROW WHEN new.n > 1
                BEGIN INSERT INTO log VALUES ('ai; -- END'); END;
            CREATE TRIGGER of_name AFTER UPDATE OF name, n ON t BEGIN INSERT INTO log VALUES (old.name || new.name);
            END;
            CREATE TRIGGER gone AFTER DELETE ON t BEGIN INSERT INTO log SELECT 'd' || old.n WHERE EXISTS (SELECT 1 FROM t);
            END;"""
        for kind in self.keeps(sql):
            self.make("INSERT INTO t VALUES (3, 'x'); UPDATE t SET name = 'y' WHERE n = 3; DELETE FROM t WHERE n = 3")
            self.assertEqual(self.column("SELECT what FROM log"), ["bi 3", "ai; -- END", "xy", "d3"], kind)

    def test_the_copy_fires_none(self):
        for _ in self.keeps(TABLE + "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT raise(ABORT, 'fired'); END"):
            pass

    def test_their_order(self):
        sql = TABLE + "".join(f"CREATE TRIGGER {name} AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('{name}'); "
                              f"END;" for name in "cab")
        orders = []
        self.make(sql + "INSERT INTO t VALUES (3, 'x')")
        orders.append(self.column("SELECT what FROM log"))
        for _ in self.keeps(sql):
            self.make("INSERT INTO t VALUES (3, 'x')")
            orders.append(self.column("SELECT what FROM log"))
        self.assertEqual(orders, orders[:1] * 4)

    def test_of_other_tables(self):
        sql = TABLE + """CREATE TABLE other (a);
            CREATE TRIGGER tr AFTER INSERT ON other BEGIN
                INSERT INTO t (n, name) VALUES (new.a, 'by'); UPDATE t SET name = 'b' WHERE t.n = 1;
                DELETE FROM t WHERE n = 2; END"""
        for _ in self.keeps(sql):
            self.make("INSERT INTO other VALUES (9)")
            self.assertEqual(self.ask("SELECT * FROM t ORDER BY n"), [(1, "b"), (9, "by")])

    def test_temporary_ones(self):
        setup = "CREATE TEMP TRIGGER tr AFTER UPDATE ON t BEGIN INSERT INTO log VALUES ('fired'); END"
        for kind in self.keeps(TABLE, setup=setup):
            answer = self.tool.rebuild("t", [edit("SET_TYPE", "n", "TEXT")], file=self.file, setup=setup, open=True)
            self.assertTrue(answer.ok, answer.message)
            self.assertIn("CREATE TEMP TRIGGER tr AFTER UPDATE ON t BEGIN INSERT INTO log VALUES ('fired'); END",
                          answer.statements)

    def test_temporary_ones_of_other_databases_tables(self):
        """A trigger of main.t is none of its namesake's."""
        other = self.folder / "other.db"
        self.make(TABLE)
        self.make("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)", other)
        answer = self.tool.rebuild(
            "t", [edit("SET_TYPE", "n", "TEXT")], file=self.file, schema="other",
            setup=f"ATTACH '{other}' AS other; CREATE TEMP TRIGGER tr AFTER INSERT ON main.t BEGIN SELECT 1; END")
        self.assertTrue(answer.ok, answer.message)
        self.assertEqual(self.text("t", other), "CREATE TABLE t (n TEXT)")
        self.assertFalse([s for s in answer.statements if "TRIGGER" in s])

    def test_temporary_ones_of_an_attached_table(self):
        other = self.folder / "other.db"
        self.make("CREATE TABLE log (what)")
        self.make("CREATE TABLE only_there (n INTEGER); INSERT INTO only_there VALUES (1)", other)
        for trigger in ("other.only_there", "only_there"):
            answer = self.tool.rebuild(
                "only_there", [edit("SET_TYPE", "n", "TEXT")], file=self.file, schema="other",
                setup=f"ATTACH '{other}' AS other; CREATE TEMP TRIGGER tr AFTER INSERT ON {trigger} BEGIN SELECT 1; "
                      f"END")
            self.assertTrue(answer.ok, answer.message)
            self.assertTrue([s for s in answer.statements if s.startswith("CREATE TEMP TRIGGER tr")], answer.statements)

    def test_instead_of(self):
        sql = TABLE + """CREATE VIEW v AS SELECT n, name FROM t;
            CREATE TRIGGER vi INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (new.n, new.name); END;
            CREATE TRIGGER vu INSTEAD OF UPDATE OF name ON v BEGIN UPDATE t SET name = new.name WHERE n = old.n; END;
            CREATE TRIGGER vd INSTEAD OF DELETE ON v BEGIN DELETE FROM t WHERE n = old.n; END"""
        for _ in self.keeps(sql):
            self.make("INSERT INTO v VALUES (3, 'x'); UPDATE v SET name = 'y' WHERE n = 3; DELETE FROM v WHERE n = 1")
            self.assertEqual(self.ask("SELECT * FROM t ORDER BY n"), [(2, "two"), (3, "y")])

    def test_one_that_would_break_is_named(self):
        self.make(TABLE + """CREATE TABLE other (a); CREATE VIEW v AS SELECT n FROM t;
            CREATE TRIGGER good AFTER INSERT ON other BEGIN DELETE FROM t WHERE n = 1; END;
            CREATE TRIGGER bad AFTER INSERT ON other BEGIN DELETE FROM t WHERE name = 'x'; END;
            CREATE TRIGGER inst INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (new.n, 'x'); END;
            CREATE TRIGGER own AFTER DELETE ON t BEGIN INSERT INTO log VALUES (old.name); END""")
        answer = self.refuses("what uses the table 't' would work no more", edit("DROP_COLUMN", "name"),
                              hint="drop it in front")
        for part in ("trigger 'bad' of 'other'", "trigger 'inst' of 'v'", "trigger 'own' of 't'"):
            self.assertIn(part, answer.message)
        self.assertNotIn("'good'", answer.message)

    def test_one_that_would_find_another_column_of_the_name(self):
        for own in (None, 1):
            self.file.unlink(missing_ok=True)
            self.make("""CREATE TABLE u (id, u_id); CREATE TABLE t (id, u_id, b); CREATE TABLE log (u_id, b);
                CREATE VIEW v AS SELECT id FROM u WHERE u_id IN (SELECT u_id FROM t);
                CREATE TRIGGER tr AFTER INSERT ON log BEGIN DELETE FROM u WHERE EXISTS (SELECT 1 FROM t WHERE u_id = 1); END;
                CREATE VIEW w AS SELECT b AS u_id FROM t WHERE u_id > 1; CREATE VIEW star AS SELECT * FROM t;
                CREATE VIEW x AS SELECT id FROM u WHERE u_id IN (SELECT u_id FROM star)""")
            answer = self.refuses("view 'v' (u_id would mean something else)", edit("DROP_COLUMN", "u_id"), own=own)
            for part in ("trigger 'tr' of 'log' (u_id would", "view 'w' (u_id would", "view 'x' (u_id would"):
                self.assertIn(part, answer.message)
            self.assertNotIn("star", answer.message)

    def test_those_that_go_by_the_order_of_columns(self):
        self.make("""CREATE TABLE t (n, a); CREATE TABLE u (n, a); INSERT INTO t VALUES (1, 2);
            CREATE VIEW plain AS SELECT *, count(*) AS "all" FROM t WHERE EXISTS (SELECT * FROM t) OR n * a;
            CREATE TRIGGER listed AFTER INSERT ON u BEGIN INSERT INTO t (a, n) SELECT 1, 2 WHERE EXISTS (SELECT * FROM t); END""")
        move = edit("MOVE_COLUMN", "n", after="a")
        self.rebuild(move, becomes="CREATE TABLE t (a, n)")
        for name, sql in (("view 'x'", "VIEW x (p, q) AS SELECT * FROM t"), ("view 'x'", "VIEW x AS SELECT t.* FROM t UNION SELECT * FROM u"),
                          ("view 'x'", "VIEW x AS WITH w (p, q) AS (SELECT DISTINCT * FROM t) SELECT p FROM w"),
                          ("trigger 'x' of 'u'", "TRIGGER x AFTER DELETE ON u BEGIN INSERT INTO t VALUES (old.n, 1); END"),
                          ("trigger 'x' of 't'", "TRIGGER x AFTER DELETE ON t BEGIN INSERT INTO u SELECT * FROM t; END")):
            self.make("DROP TRIGGER IF EXISTS listed; CREATE " + sql)
            self.refuses(f"{name} (the order of columns would mean something else)", edit("MOVE_COLUMN", "a", after="n"))
            self.refuses(f"{name} (the order of columns would", edit("DROP_COLUMN", "a"), edit("ADD_COLUMN", "b", "b"))
            self.rebuild(edit("SET_TYPE", "n", "INT"), edit("SET_TYPE", "n", ""), becomes="CREATE TABLE t (a, n)")
            self.make(f"DROP {sql.split()[0]} x")

    def test_those_that_name_another_tables_column(self):
        self.make("""CREATE TABLE u (id, name); CREATE TABLE t (id, name, u);
            CREATE VIEW v AS SELECT t.id, u.name FROM t JOIN u ON u.id = t.u;
            CREATE VIEW w AS SELECT name FROM u;
            CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO u (name) VALUES ('x'); UPDATE t SET u = 1; END""")
        self.refuses("view 'v' (name would mean something else)", edit("DROP_COLUMN", "name"))
        self.rebuild(edit("DROP_COLUMN", "name"), becomes="CREATE TABLE t (id, u)", own=1)

    def test_one_behind_a_foreign_key_that_fits_no_parent(self):
        """With keys on SQLite stops at the key, and sees nothing of what the trigger says."""
        drop, unbind = edit("DROP_COLUMN", "a"), edit("DROP_CONSTRAINT", constraint="FOREIGN_KEY", columns=["n"])
        for edits, of, trigger in (([unbind, drop], "t", "INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END"),
                                   ([drop], "u", "DELETE ON u BEGIN INSERT INTO log SELECT a FROM u; END"),
                                   ([drop], "log", "INSERT ON log BEGIN UPDATE u SET a = 1; END")):
            self.file.unlink(missing_ok=True)
            self.make(f"""CREATE TABLE p (id INTEGER); CREATE TABLE log (n REFERENCES p (id)); CREATE TABLE u (n, a);
                CREATE TABLE t (n REFERENCES p (id), a); CREATE TRIGGER tr AFTER {trigger};
                CREATE TRIGGER good AFTER INSERT ON log BEGIN SELECT 1; END""")
            options = {"table": "t" if unbind in edits else "u", "keys": True, "open": True}
            answer = self.refuses(f"trigger 'tr' of '{of}'", *edits, **options)
            self.assertNotIn("good", answer.message)
            self.make("DROP TRIGGER tr")
            answer = self.tool.rebuild(options.pop("table"), edits, file=self.file, **options)
            self.assertTrue(answer.ok, answer.message)

    def test_one_that_copies_whole_rows(self):
        self.make(TABLE + "CREATE TABLE old (a, b); "
                          "CREATE TRIGGER tr AFTER INSERT ON log BEGIN INSERT INTO old SELECT * FROM t; END")
        self.refuses("trigger 'tr' of 'log'", edit("ADD_COLUMN", "more", "more TEXT"))

    def test_one_that_is_broken_already(self):
        for _ in self.keeps(TABLE + "CREATE TRIGGER tr AFTER INSERT ON log BEGIN INSERT INTO nowhere VALUES (1); END"):
            pass


class Views(RebuildTest):
    def test_nested_and_on_several_tables(self):
        sql = TABLE + """CREATE TABLE u (n INTEGER, more TEXT); INSERT INTO u VALUES (1, 'm');
            CREATE VIEW v AS SELECT t.n, name, more FROM t JOIN u ON t.n = u.n;
            CREATE VIEW w AS SELECT v.name || ';' AS x FROM v WHERE more IN (SELECT more FROM u);
            CREATE VIEW x AS WITH q AS (SELECT * FROM w) SELECT x FROM q UNION SELECT name FROM t;
            CREATE TEMP VIEW tv AS SELECT * FROM t"""
        for _ in self.keeps(sql):
            self.assertEqual(self.column("SELECT x FROM x ORDER BY 1"), ["one", "one;", "two"])

    def test_all_of_a_table(self):
        for _ in self.keeps(TABLE + "CREATE VIEW v AS SELECT * FROM t"):
            pass
        self.rebuild(edit("ADD_COLUMN", "more", "more TEXT DEFAULT 'm'", before="n"), compare=False, becomes=None)
        self.assertEqual(self.ask("SELECT * FROM v LIMIT 1"), [("m", 1, "one")])

    def test_all_of_a_table_under_names_that_are_too_few(self):
        self.make(TABLE + "CREATE VIEW v (a, b) AS SELECT * FROM t")
        self.refuses("view 'v' (expected 2 columns for 'v' but got 3", edit("ADD_COLUMN", "more", "more TEXT"))

    def test_a_name_that_becomes_ambiguous(self):
        self.make(TABLE + "CREATE TABLE u (n INTEGER, more TEXT); CREATE VIEW v AS SELECT name, more FROM t JOIN u")
        self.refuses("view 'v' (ambiguous column name: more)", edit("ADD_COLUMN", "more", "more TEXT DEFAULT 'x'"))

    def test_those_that_would_break_are_all_named(self):
        self.make(TABLE + """CREATE VIEW v AS SELECT name FROM t; CREATE VIEW w AS SELECT * FROM v;
            CREATE VIEW x AS SELECT n FROM t;
            CREATE VIEW y AS SELECT n FROM x WHERE n IN (SELECT length(name) FROM t)""")
        answer = self.refuses("no such column: name", edit("DROP_COLUMN", "name"))
        for name in "vwy":
            self.assertIn(f"view '{name}'", answer.message)
        self.assertNotIn("view 'x'", answer.message)

    def test_more_than_a_message_has_room_for(self):
        self.make(TABLE + "".join(f"CREATE VIEW a_view_with_a_long_name_{i} AS SELECT name FROM t;" for i in range(60)))
        answer = self.refuses("view 'a_view_with_a_long_name_9' (no such column: name); ", edit("DROP_COLUMN", "name"))
        self.assertTrue(answer.message.endswith("…"), answer.message)

    def test_a_double_quoted_name_that_would_become_a_string(self):
        self.make(TABLE + 'CREATE VIEW v AS SELECT "name" FROM t')
        self.refuses("view 'v'", edit("DROP_COLUMN", "name"))

    def test_a_double_quoted_string_stays_one(self):
        self.make(TABLE + 'CREATE VIEW v AS SELECT "a string" AS s FROM t')
        for _ in self.keeps(TABLE + 'CREATE VIEW v AS SELECT "a string" AS s, n FROM t WHERE name <> "other"'):
            self.assertEqual(self.column("SELECT s FROM v"), ["a string"] * 2)

    def test_broken_ones_that_have_nothing_to_do_with_it(self):
        for _ in self.keeps(TABLE + "CREATE TABLE u (a); CREATE VIEW v AS SELECT a FROM u; "
                                    "CREATE VIEW w AS SELECT gone FROM t; DROP TABLE u"):
            pass

    def test_broken_ones_with_triggers(self):
        """A view of a table that is gone, and one of a virtual table whose module isn't loaded."""
        for _ in self.keeps(TABLE + """CREATE TABLE u (a); CREATE VIEW v AS SELECT a FROM u, t;
                CREATE TRIGGER vi INSTEAD OF INSERT ON v BEGIN DELETE FROM t; END;
                CREATE TRIGGER vu INSTEAD OF UPDATE ON v BEGIN DELETE FROM t; END; DROP TABLE u"""):
            pass
        self.make("DROP VIEW v")
        self.make("""PRAGMA writable_schema = ON;
            INSERT INTO sqlite_master VALUES ('table', 'far', 'far', 0, 'CREATE VIRTUAL TABLE far USING module_of_nobody (x)')""")
        self.make("CREATE VIEW v AS SELECT * FROM far, t; "
                  "CREATE TRIGGER vu INSTEAD OF UPDATE ON v BEGIN DELETE FROM t; END")
        self.rebuild(edit("SET_TYPE", "n", "TEXT"), compare=False, becomes=None)
        self.assertEqual(self.text("t"), "CREATE TABLE t (n TEXT, name TEXT)")

    def test_a_temporary_one(self):
        self.make(TABLE)
        self.refuses("view 'tv'", edit("DROP_COLUMN", "name"), setup="CREATE TEMP VIEW tv AS SELECT name FROM t")

    def test_nothing_is_left_of_a_rebuild_that_failed(self):
        self.make(TABLE + "CREATE VIEW v AS SELECT name FROM t")
        self.refuses("view 'v'", edit("DROP_COLUMN", "name"))
        self.make("DROP VIEW v")
        self.rebuild(edit("DROP_COLUMN", "name"), becomes="CREATE TABLE t (n INTEGER)")


class Elsewhere(RebuildTest):
    def test_an_attached_database(self):
        """With its indexes and triggers, and a namesake in main that is left alone."""
        other = self.folder / "other.db"
        self.make(TABLE + "CREATE INDEX of_main ON t (n)")
        for kind, with_, text in (("SET_NOT_NULL", None, "n INTEGER NOT NULL"), ("SET_TYPE", "BIGINT", "n BIGINT")):
            other.unlink(missing_ok=True)
            self.make("""CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER, name TEXT UNIQUE);
                CREATE TABLE log (a);
                CREATE UNIQUE INDEX i ON t (n DESC) WHERE n > 0;
                CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.n); END;
                CREATE VIEW v AS SELECT n FROM t; CREATE TABLE c (t REFERENCES t ON DELETE CASCADE);
                INSERT INTO t VALUES (50, 1, 'a'), (60, 2, 'b'); DELETE FROM t WHERE id = 60;
                INSERT INTO c VALUES (50); DELETE FROM log; ANALYZE""", other)
            before, schema = self.everything(), self.ask("SELECT name, sql FROM sqlite_master ORDER BY 1", other)
            answer = self.tool.rebuild("t", [edit(kind, "n", with_)], file=self.file, schema="the other", keys=True,
                                       setup=f"ATTACH '{other}' AS \"the other\"")
            self.assertTrue(answer.ok, answer.message)
            self.assertEqual(self.everything(), before)
            self.assertEqual(self.ask("SELECT name, sql FROM sqlite_master ORDER BY 1", other),
                             [(name, sql.replace(" n INTEGER,", f" {text},") if name == "t" else sql)
                              for name, sql in schema])
            self.make("INSERT INTO t (n, name) VALUES (3, 'x')", other)
            self.assertEqual(self.ask("SELECT *, (SELECT count(*) FROM c), (SELECT max(a) FROM log) FROM t", other),
                             [(50, 1, "a", 1, 3), (61, 3, "x", 1, 3)])
            self.assertEqual(self.ask("PRAGMA integrity_check", other), [("ok",)])

    def test_a_table_that_names_itself(self):
        other = self.folder / "other.db"
        self.make("CREATE TABLE t (n INTEGER)")
        self.make("""CREATE TABLE t (n INTEGER, CHECK (t.n < 9)); CREATE INDEX i ON t (n) WHERE "t" . n > 0;
            INSERT INTO t VALUES (1)""", other)
        for change, text in ((edit("SET_NOT_NULL", "n"), "INTEGER NOT NULL"),
                             (edit("SET_TYPE", "n", "BIGINT"), "BIGINT NOT NULL")):
            answer = self.tool.rebuild("t", [change], file=self.file, schema="other",
                                       setup=f"ATTACH '{other}' AS other")
            self.assertTrue(answer.ok, answer.message)
            self.assertEqual([self.text("t", other), self.text("i", other)],
                             [f"CREATE TABLE t (n {text}, CHECK (t.n < 9))",
                              'CREATE INDEX i ON t (n) WHERE "t" . n > 0'])

    def test_triggers_that_say_where_their_table_was(self):
        """Made while the file was attached as something, and stored so; SQLite's ALTER TABLE stops there whatever it is
        to do, and names the trigger."""
        self.make("CREATE TABLE u (a)", self.folder / "main.db")
        with contextlib.closing(connect(":memory:")) as db:
            db.executescript(f"""ATTACH '{self.file}' AS app; CREATE TABLE app.t (n INTEGER);
                CREATE TABLE app.log (what);
                CREATE TRIGGER app.tr AFTER INSERT ON app.t BEGIN INSERT INTO log VALUES (new.n); END""")
        self.assertIn("ON app.t", self.text("tr"))
        self.rebuild(edit("SET_NOT_NULL", "n"), becomes="CREATE TABLE t (n INTEGER NOT NULL)")
        self.refuses("error in trigger tr: trigger tr cannot reference objects in database app",
                     edit("SET_TYPE", "n", "BIGINT"))
        answer = self.tool.rebuild("t", [edit("SET_TYPE", "n", "TEXT")], file=self.folder / "main.db", schema="app",
                                   setup=f"ATTACH '{self.file}' AS app")
        self.assertTrue(answer.ok, answer.message)
        self.make("INSERT INTO t VALUES (5)")
        self.assertEqual(self.column("SELECT what FROM log"), ["5"])

    def test_an_attached_view_that_would_break(self):
        other = self.folder / "other.db"
        self.make("CREATE TABLE t (n INTEGER, name TEXT); CREATE VIEW v AS SELECT name FROM t", other)
        self.make(TABLE)
        self.refuses("view 'v'", edit("DROP_COLUMN", "name"), schema="other", setup=f"ATTACH '{other}' AS other")

    def test_a_temporary_table(self):
        self.make(TABLE)
        answer = self.tool.rebuild("mine", [edit("SET_NOT_NULL", "n"), edit("SET_DEFAULT", "n", "3")], file=self.file,
                                   schema="temp",
                                   setup="""CREATE TEMP TABLE mine (n INTEGER); INSERT INTO mine VALUES (1);
                                       CREATE INDEX temp.i ON mine (n);
                                       CREATE TEMP TRIGGER tr AFTER INSERT ON mine BEGIN SELECT 1; END""")
        self.assertTrue(answer.ok, answer.message)
        self.assertTrue(any("CREATE TRIGGER \"temp\".tr" in s for s in answer.statements), answer.statements)

    def test_a_temporary_namesake(self):
        """Without a schema the table is that of the file. SQLite's own ALTER TABLE loses its way there at triggers, and
        at indexes where the namesake is a view."""
        setups = ("CREATE TEMP TABLE t (n INTEGER); INSERT INTO t VALUES (NULL)",
                  "CREATE TEMP VIEW t AS SELECT NULL AS n")
        for setup in setups:
            for _ in self.keeps(TABLE, setup=setup):
                pass
        self.file.unlink()
        self.make(TABLE.replace("name TEXT", "name TEXT, CHECK (t.n > 0)"))
        self.rebuild(edit("SET_NOT_NULL", "n"), setup=setups[0],
                     becomes="CREATE TABLE t (n INTEGER NOT NULL, name TEXT, CHECK (t.n > 0))")
        self.rebuild(edit("DROP_NOT_NULL", "n"), becomes="CREATE TABLE t (n INTEGER, name TEXT, CHECK (t.n > 0))")
        self.make("CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.n); END")
        self.refuses("error in trigger tr", edit("SET_DEFAULT", "n", "1"), setup=setups[0], hint="drop it in front of the change")
        self.make("UPDATE t SET n = NULL")
        self.refuses("is NULL in 2 rows", edit("SET_NOT_NULL", "n"), setup=setups[0])

    def test_a_temporary_table_under_the_name_that_the_old_one_gets(self):
        setup = """CREATE TEMP TABLE aludel_old_t (n INTEGER, name TEXT); INSERT INTO aludel_old_t VALUES (9, 'wrong');
            CREATE TEMP TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END"""
        for _ in self.keeps(TABLE, setup=setup):
            self.assertEqual(self.ask("SELECT * FROM t"), [(1, "one"), (2, "two")])

    def test_full_text(self):
        sql = """CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, body TEXT);
            CREATE VIRTUAL TABLE search USING fts5 (body, content='t', content_rowid='id');
            CREATE TRIGGER ai AFTER INSERT ON t BEGIN INSERT INTO search (rowid, body) VALUES (new.id, new.body); END;
            CREATE VIRTUAL TABLE own USING fts5 (body); INSERT INTO own VALUES ('kept here');
            INSERT INTO t VALUES (5, 1, 'a quick fox'), (9, 2, 'a lazy dog')"""
        for _ in self.keeps(sql):
            self.make("INSERT INTO t VALUES (12, 3, 'another fox')")
            self.assertEqual(self.ask("SELECT rowid, body FROM search WHERE search MATCH 'fox' ORDER BY 1"),
                             [(5, "a quick fox"), (12, "another fox")])
            self.assertEqual(self.ask("SELECT body FROM own WHERE own MATCH 'kept'"), [("kept here",)])
            self.make("INSERT INTO search (search) VALUES ('integrity-check')")

    def test_full_text_over_a_column_that_goes(self):
        self.make("""CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, body TEXT, more TEXT);
            CREATE VIRTUAL TABLE search USING fts5 (body, content = "t", content_rowid='id');
            CREATE VIRTUAL TABLE elsewhere USING fts5 (more, content='other');
            CREATE VIRTUAL TABLE alone USING fts5 (more, t)""")
        for name in ("body", "id"):
            self.refuses(f"column '{name}' can't be dropped: it is used by the virtual table 'search'", edit("DROP_COLUMN", name))
        self.rebuild(edit("DROP_COLUMN", "more"), becomes="CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, body TEXT)")

    def test_r_trees(self):
        sql = TABLE + """CREATE VIRTUAL TABLE boxes USING rtree (id, x0, x1, y0, y1);
            INSERT INTO boxes VALUES (1, 0, 1, 0, 1);
            CREATE VIEW v AS SELECT boxes.id, name FROM boxes JOIN t ON t.n = boxes.id"""
        for _ in self.keeps(sql):
            self.assertEqual(self.ask("SELECT * FROM v WHERE EXISTS (SELECT 1 FROM boxes WHERE x0 < 0.5)"),
                             [(1, "one")])

    def test_virtual_tables_and_views_are_no_tables(self):
        self.make(TABLE + "CREATE VIRTUAL TABLE search USING fts5 (body); CREATE VIEW v AS SELECT 1 AS n")
        self.refuses("'search' is a virtual table, and can't be altered so", edit("SET_TYPE", "body", "TEXT"),
                     table="search")
        self.refuses("'v' is a view, and can't be altered so", edit("SET_TYPE", "n", "TEXT"), table="v")

    def test_a_table_that_is_not_there(self):
        self.make(TABLE)
        self.refuses("there is no table 'nowhere'", edit("SET_TYPE", "n", "TEXT"), table="nowhere")
        self.refuses("no table 'log'", edit("SET_TYPE", "n", "TEXT"), table="log", schema="other",
                     setup="ATTACH ':memory:' AS other")


if __name__ == "__main__":
    run()
