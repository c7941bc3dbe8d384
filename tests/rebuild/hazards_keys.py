"""What a rebuild must not lose of foreign keys, the table's and those to it; and what it refuses where they are on."""
import itertools

from rebuilt import RebuildTest, edit, run

OPEN = "can't be rebuilt in an open transaction with foreign keys on"
ACTIONS = ("NO ACTION", "RESTRICT", "SET NULL", "SET DEFAULT", "CASCADE")


class ForeignKeys(RebuildTest):
    def keys_kept(self, sql, **options):
        for keys in (False, True):
            for kind in self.keeps(sql, keys=keys, **options):
                yield kind

    def test_every_action(self):
        """The children of a table with every ON DELETE and ON UPDATE, foreign keys off and on before."""
        sql = """CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, name TEXT UNIQUE);
            INSERT INTO t VALUES (0, 0, 'd'), (1, 1, 'a'), (2, 2, 'b');"""
        for i, (delete, update) in enumerate(itertools.product(ACTIONS, ACTIONS)):
            sql += f"""CREATE TABLE c{i} (a INTEGER DEFAULT 0 REFERENCES t ON DELETE {delete} ON UPDATE {update},
                    b TEXT DEFAULT 'd' CONSTRAINT fk REFERENCES t (name) ON UPDATE {update} ON DELETE {delete}
                        DEFERRABLE INITIALLY DEFERRED);
                INSERT INTO c{i} VALUES (1, 'a'), (2, 'b'), (NULL, NULL);"""
        before = None
        for _ in self.keys_kept(sql):
            facts = self.ask("SELECT m.name, f.* FROM sqlite_master m, pragma_foreign_key_list(m.name) f ORDER BY 1, 2, 3")
            before = before or facts
            self.assertEqual(facts, before)
            self.assertEqual(len(facts), 50)

    def test_children_of_the_children(self):
        sql = """CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);
            CREATE TABLE c (id INTEGER PRIMARY KEY, t REFERENCES t ON DELETE CASCADE);
            CREATE TABLE d (c REFERENCES c ON DELETE CASCADE);
            INSERT INTO t VALUES (1, 1); INSERT INTO c VALUES (1, 1), (2, 1); INSERT INTO d VALUES (1), (2), (2)"""
        for _ in self.keys_kept(sql):
            self.assertEqual(self.column("SELECT count(*) FROM d"), [3])
            self.make("PRAGMA foreign_keys = ON; DELETE FROM t")
            self.assertEqual(self.column("SELECT count(*) FROM d"), [0])

    def test_itself(self):
        sql = """CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER REFERENCES t, up INTEGER REFERENCES t (id) ON DELETE CASCADE);
            INSERT INTO t VALUES (1, 1, NULL), (2, 1, 1), (3, 1, 2)"""
        for _ in self.keys_kept(sql):
            self.make("PRAGMA foreign_keys = ON; DELETE FROM t WHERE id = 2")
            self.assertEqual(self.column("SELECT id FROM t"), [1])

    def test_a_cycle(self):
        sql = """CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, u INTEGER REFERENCES u (id) ON DELETE CASCADE);
            CREATE TABLE u (id INTEGER PRIMARY KEY, t INTEGER REFERENCES t (id) ON DELETE CASCADE);
            INSERT INTO t VALUES (1, 1, 1); INSERT INTO u VALUES (1, 1)"""
        for _ in self.keys_kept(sql):
            self.make("PRAGMA foreign_keys = ON; DELETE FROM u")
            self.assertEqual(self.ask("SELECT * FROM t"), [])

    def test_composite_and_deferred(self):
        sql = """CREATE TABLE t (a TEXT, b TEXT, n INTEGER, PRIMARY KEY (a, b),
            FOREIGN KEY (b, a) REFERENCES u (b, a) DEFERRABLE INITIALLY DEFERRED);
            CREATE TABLE u (a TEXT, b TEXT, UNIQUE (b, a), FOREIGN KEY (a, b) REFERENCES t ON UPDATE CASCADE
            DEFERRABLE INITIALLY DEFERRED);
            INSERT INTO t VALUES ('x', 'y', 1); INSERT INTO u VALUES ('x', 'y')"""
        for _ in self.keys_kept(sql):
            with self.assertRaisesRegex(Exception, "FOREIGN KEY"):
                self.make("PRAGMA foreign_keys = ON; BEGIN; DELETE FROM u; COMMIT")

    def test_the_children_of_a_quoted_parent(self):
        sql = """CREATE TABLE "the t" (id INTEGER PRIMARY KEY, n INTEGER);
            CREATE TABLE c (a REFERENCES [the t] ON DELETE CASCADE, b REFERENCES `THE T` (id));
            INSERT INTO "the t" VALUES (1, 1); INSERT INTO c VALUES (1, 1)"""
        for _ in self.keys_kept(sql, table="the t"):
            pass

    def test_violations_that_are_there_already(self):
        sql = """CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, u REFERENCES u);
            CREATE TABLE u (id INTEGER PRIMARY KEY);
            CREATE TABLE c (t REFERENCES t); INSERT INTO t VALUES (1, 1, 77); INSERT INTO c VALUES (99)"""
        for keys in (False, True):
            for _ in self.keeps(sql, keys=keys, broken_keys=[("c", 1, "t", 0), ("t", 1, "u", 0)]):
                pass

    def test_a_new_key_that_rows_break(self):
        self.make("CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1); CREATE TABLE t (n INTEGER); "
                  "INSERT INTO t VALUES (1), (2), (3)")
        fk = edit("ADD_CONSTRAINT", None, "FOREIGN KEY (n) REFERENCES p (id)")
        for keys in (False, True):
            self.refuses("2 rows of 't' have no parent in 'p'", fk, hint="mend or delete them first", keys=keys)
            self.refuses("2 rows of 't' have no parent in 'p'", fk, edit("SET_DEFAULT", "n", "1"), keys=keys)

    def test_a_new_key_that_fits(self):
        self.make("CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1); CREATE TABLE t (n INTEGER); "
                  "INSERT INTO t VALUES (1)")
        self.rebuild(edit("ADD_CONSTRAINT", None, "CONSTRAINT k FOREIGN KEY (n) REFERENCES p (id) ON DELETE CASCADE"),
                     becomes="CREATE TABLE t (n INTEGER, "
                             "CONSTRAINT k FOREIGN KEY (n) REFERENCES p (id) ON DELETE CASCADE)", keys=True)
        self.make("PRAGMA foreign_keys = ON; DELETE FROM p")
        self.assertEqual(self.ask("SELECT * FROM t"), [])

    def test_parents_whose_value_changes(self):
        self.make("CREATE TABLE t (k TEXT PRIMARY KEY); CREATE TABLE c (k TEXT REFERENCES t); "
                  "INSERT INTO t VALUES ('a'); INSERT INTO c VALUES ('a')")
        self.refuses("1 row of 'c' has no parent in 't'", edit("COMPUTE", "k", "upper(k)"), keys=True)

    def test_a_parent_key_that_goes(self):
        self.make("CREATE TABLE t (a INTEGER UNIQUE, b TEXT); CREATE TABLE c (a REFERENCES t (a)); "
                  "INSERT INTO t VALUES (1, 2)")
        self.refuses("the foreign key of 'c'", edit("DROP_CONSTRAINT", constraint="UNIQUE", columns=["a"]))

    def test_two_in_one_constraint_dropped_by_columns(self):
        self.make("CREATE TABLE p (id INTEGER PRIMARY KEY); "
                  "CREATE TABLE t (a REFERENCES p DEFERRABLE INITIALLY DEFERRED, b REFERENCES p)")
        self.rebuild(edit("DROP_CONSTRAINT", constraint="FOREIGN_KEY", columns=["a"]),
                     becomes="CREATE TABLE t (a, b REFERENCES p)")

    def test_a_deferrable_far_from_its_key(self):
        """SQLite takes it for the latest key in front of it, wherever it stands: it is put there before columns move."""
        key = "a REFERENCES p"
        far = f"CREATE TABLE t ({key}, b TEXT DEFERRABLE INITIALLY DEFERRED, c NOT DEFERRABLE)"
        for name, becomes in [("a", "CREATE TABLE t (b TEXT, c)"),
                              ("b", f"CREATE TABLE t ({key} NOT DEFERRABLE, c)"),
                              ("c", f"CREATE TABLE t ({key} NOT DEFERRABLE, b TEXT)")]:
            self.make("DROP TABLE IF EXISTS t; CREATE TABLE IF NOT EXISTS p (id INTEGER PRIMARY KEY); " + far)
            self.rebuild(edit("DROP_COLUMN", name), becomes=becomes)
        self.make(f"DROP TABLE t; CREATE TABLE t (b TEXT, {key}, c DEFERRABLE INITIALLY DEFERRED, d REFERENCES p)")
        self.rebuild(edit("MOVE_COLUMN", "d", before="c"),
                     becomes=f"CREATE TABLE t (b TEXT, {key} DEFERRABLE INITIALLY DEFERRED, d REFERENCES p, c)")
        self.make(f"DROP TABLE t; CREATE TABLE t ({key} DEFERRABLE, b TEXT DEFERRABLE)")
        self.rebuild(edit("DROP_CONSTRAINT", constraint="FOREIGN_KEY", columns=["a"]), becomes="CREATE TABLE t (a, b TEXT)")


    def test_a_thousand_tables_that_refer_to_it(self):
        self.make("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER UNIQUE, m INTEGER UNIQUE); INSERT INTO t VALUES (1, 1, 2);" +
                  "".join(f"CREATE TABLE c{i} (a REFERENCES t, b REFERENCES t (n), c REFERENCES t (m)); INSERT INTO c{i} VALUES (1, 1, 2);"
                          for i in range(1000)))
        self.rebuild(edit("SET_TYPE", "n", "INT"), compare=False, becomes=None)
        self.refuses("1 row of 'c0' has no parent in 't'", edit("COMPUTE", "n", "n + 1"))


class OpenTransaction(RebuildTest):
    """The caller's own, in which PRAGMA foreign_keys does nothing."""
    FAMILY = """CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, p REFERENCES p);
            CREATE TABLE p (id INTEGER PRIMARY KEY);
        CREATE TABLE c (t REFERENCES t ON DELETE CASCADE);
        INSERT INTO p VALUES (1); INSERT INTO t VALUES (1, 1, 1); INSERT INTO c VALUES (1)"""

    def test_a_copy_that_would_touch_children(self):
        self.make(self.FAMILY)
        self.refuses(OPEN, edit("SET_TYPE", "n", "TEXT"), hint="migrate before the transaction is opened", keys=True,
                     open=True)
        self.make("DROP TABLE c; CREATE TABLE c (a, FOREIGN KEY (a) REFERENCES 'T' (id))")
        self.refuses("rows of 'c' would be touched", edit("SET_TYPE", "n", "TEXT"), keys=True, open=True)

    def test_a_copy_of_a_parent_of_its_own_rows(self):
        self.make("CREATE TABLE t (id INTEGER PRIMARY KEY, up REFERENCES t ON DELETE CASCADE); "
                  "INSERT INTO t VALUES (1, NULL), (2, 1)")
        self.refuses(OPEN, edit("SET_TYPE", "up", "INT"), keys=True, open=True)

    def test_a_copy_without_children(self):
        for _ in self.keeps(self.FAMILY.replace("CREATE TABLE c (t REFERENCES t", "CREATE TABLE c (t REFERENCES p"),
                            keys=True, open=True):
            pass

    def test_in_place_nobody_is_touched(self):
        self.make(self.FAMILY)
        self.rebuild(edit("SET_NOT_NULL", "n"), keys=True, open=True,
                     becomes=self.text("t").replace("n INTEGER", "n INTEGER NOT NULL"))

    def test_with_foreign_keys_off(self):
        for _ in self.keeps(self.FAMILY, open=True):
            pass

    def test_a_failure_leaves_the_callers_work(self):
        self.make(self.FAMILY + "; CREATE VIEW v AS SELECT n FROM t")
        answer = self.tool.rebuild("t", [edit("DROP_COLUMN", "n")], file=self.file, open=True,
                                   setup="CREATE TABLE mine (a)")
        self.assertFalse(answer.ok)
        self.assertEqual(self.column("SELECT count(*) FROM sqlite_master WHERE name IN ('mine', 't', 'v')"), [3])


if __name__ == "__main__":
    run()
