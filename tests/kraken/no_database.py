"""What can be known of KRAKEN's migrations and of its service without a database.

    no_database.py [-v] [TEST…]
"""
import json
import re
import unittest

from programs import BUILD, ENVIRONMENT, migrate, run

MESSAGES = {
    "001": "Baseline KRAKEN database schema",
    "002": "Add users table and user_id to conversations",
    "003": "Add feedback table for Langfuse integration",
}
WRITTEN = {"001": "2026-02-22 04:00", "002": "2026-02-22 12:00", "003": "2026-02-22 10:00"}
TABLES = ["kraken_conversations", "kraken_turns", "kraken_tool_calls", "kraken_users", "kraken_feedback"]


def statements(*command):
    """What a script would execute, without the tool's own tables."""
    done = migrate("-q", *command, "--sql")
    text = re.sub(r"^--.*\n", "", done.stdout, flags=re.M)
    return [" ".join(s.split()) for s in text.split(";\n\n") if "alembic_version" not in s and "aludel_" not in s]


class TheChain(unittest.TestCase):
    def test_every_migration_compiles(self):
        done = run(BUILD / "aludel", "lint", "-C", ENVIRONMENT)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_there_is_one_head(self):
        self.assertEqual(migrate("heads").stdout, "003 (head)\n")
        self.assertEqual(migrate("branches").stdout, "")

    def test_revisions_follow_one_another(self):
        history = json.loads(migrate("--json", "history").stdout)
        self.assertEqual([(m["revision"], m["down_revision"]) for m in history],
                         [("003", ["002"]), ("002", ["001"]), ("001", [])])
        self.assertEqual([m["irreversible"] for m in history], [None] * 3)

    def test_messages_and_days(self):
        for revision, message in MESSAGES.items():
            with self.subTest(revision):
                shown = migrate("show", revision).stdout
                self.assertIn(f"\n    {message}\n", shown)
                self.assertIn(WRITTEN[revision], shown)


class TheScript(unittest.TestCase):
    def test_what_is_there_already_stays(self):
        made = [s for s in statements("upgrade", "head") if s.startswith("CREATE")]
        self.assertEqual(len([s for s in made if s.startswith("CREATE TABLE")]), len(TABLES))
        self.assertEqual([s for s in made if "IF NOT EXISTS" not in s], [])

    def test_no_transaction_around_the_concurrent_index(self):
        script = statements("upgrade", "head")
        [at] = [i for i, s in enumerate(script) if s.startswith("CREATE INDEX CONCURRENTLY")]
        ends = [s for s in script[:at] if s in ("BEGIN", "COMMIT")]
        self.assertEqual(ends[-1], "COMMIT")
        self.assertEqual(ends.count("BEGIN"), ends.count("COMMIT"))

    def test_the_way_down_takes_tables_before_those_they_point_to(self):
        dropped = [s.split()[-1] for s in statements("downgrade", "003:base") if s.startswith("DROP TABLE")]
        self.assertEqual(dropped, ["kraken_feedback", "kraken_users", "kraken_tool_calls", "kraken_turns",
                                   "kraken_conversations"])


class NoDatabase(unittest.TestCase):
    """Both programs say which database they can't reach, and never with which password."""

    def refused(self, url, *words):
        for done in (migrate("upgrade", "head", url=url), run(BUILD / "kraken_service", url=url, text="stats\n")):
            with self.subTest(done.args[0].name):
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                for word in ("FAILED: ", *words):
                    self.assertIn(word, done.stderr)
                self.assertNotIn("secret", done.stderr)

    def test_no_url(self):
        self.refused(None, "no database", "DATABASE_URL")

    def test_nobody_there(self):
        self.refused("postgresql+asyncpg://kraken:secret@127.0.0.1:1/kraken_db", "Connection refused", "hint: ")

    def test_another_kind_of_database(self):
        self.refused("mysql+aiomysql://kraken:secret@localhost/kraken_db", "no driver for 'mysql'", "kraken:***@")

    def test_a_url_that_cannot_be_read(self):
        self.refused("postgresql+asyncpg://kraken:secret%zz@localhost/kraken_db", "can't read the database URL",
                     "kraken:***@")

    def test_what_the_service_takes(self):
        for arguments in (["--socket"], ["--help"], ["--socket", "a", "b"]):
            done = run(BUILD / "kraken_service", *arguments, url="postgresql://nobody@127.0.0.1:1/x")
            self.assertEqual(done.returncode, 2)
            self.assertIn("usage: kraken_service [--socket PATH]", done.stderr)


if __name__ == "__main__":
    unittest.main()
