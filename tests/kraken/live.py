"""KRAKEN's migrations on a real PostgreSQL: up and down, on tables that are there already, on databases of other
programs, with good and bad passwords.

    live.py [-v] [TEST…]
"""
import unittest

from programs import ENVIRONMENT, migrate
from server import OnServer

FIRST = ["kraken_conversations", "kraken_tool_calls", "kraken_turns"]
ALL = sorted([*FIRST, "kraken_feedback", "kraken_users"])
NEWER = "Can't locate revision identified by '004'"


def baseline():
    """What 001 executes, as databases from before the migrations got it from somewhere else."""
    text = (ENVIRONMENT / "versions/001_baseline_schema.sql").read_text()
    return text[text.index("-- aludel:upgrade"):text.index("-- aludel:downgrade")]


class Migrations(OnServer):
    def migrate(self, *arguments, **more):
        return migrate(*arguments, url=self.url, **more)

    def done(self, *arguments, **more):
        finished = self.migrate(*arguments, **more)
        self.assertEqual(finished.returncode, 0, finished.stderr)
        return finished

    def test_up_and_down(self):
        for target, tables in (("001", FIRST), ("002", sorted([*FIRST, "kraken_users"])), ("head", ALL)):
            self.done("upgrade", target)
            self.assertEqual(self.tables(), tables)
        self.assertEqual(self.done("current").stdout, "003 (head)\n")
        self.assertEqual(self.done("upgrade", "head").stderr, "")
        self.done("downgrade", "-1")
        self.assertEqual((self.at(), self.tables()), ("002", sorted([*FIRST, "kraken_users"])))
        self.done("downgrade", "base")
        self.assertEqual((self.at(), self.tables()), ("", []))

    def test_the_way_down_loses_rows_of_what_it_takes_alone(self):
        self.done("upgrade", "head")
        self.sql("""WITH u AS (INSERT INTO kraken_users (api_key_hash) VALUES ('k') RETURNING id)
                    INSERT INTO kraken_conversations (session_id, model, system_prompt_hash, agent_version, user_id)
                    SELECT 's', 'm', 'h', '1', id FROM u""")
        self.done("downgrade", "001")
        self.done("upgrade", "head")
        self.assertEqual(self.sql("SELECT session_id, user_id FROM kraken_conversations"), "s|")

    def test_tables_that_exist_already(self):
        self.sql(baseline())
        self.sql("INSERT INTO kraken_conversations (session_id, model, system_prompt_hash, agent_version) "
                 "VALUES ('from before', 'm', 'h', '1')")
        said = self.done("upgrade", "head").stderr
        self.assertIn('relation "kraken_conversations" already exists, skipping', said)
        self.assertEqual((self.at(), self.tables()), ("003", ALL))
        self.assertEqual(self.sql("SELECT session_id, total_turns, user_id FROM kraken_conversations"),
                         "from before|0|")

    def test_some_of_the_tables_exist_already(self):
        self.sql(baseline())
        self.sql("DROP TABLE kraken_tool_calls; DROP INDEX ix_kraken_turns_conversation_id; "
                 "ALTER TABLE kraken_conversations ADD COLUMN user_id UUID")
        self.done("upgrade", "head")
        self.assertEqual(self.tables(), ALL)
        self.assertEqual(self.sql("SELECT count(*) FROM pg_indexes WHERE indexname IN ('ix_kraken_turns_conversation_id', "
                                  "'ix_kraken_tool_calls_turn_id', 'ix_kraken_conversations_user_id')"), "3")

    def test_a_baseline_that_is_stamped(self):
        self.sql(baseline())
        self.done("stamp", "001")
        said = self.done("upgrade", "head").stderr
        self.assertNotIn("already exists", said)
        self.assertEqual((self.at(), self.tables()), ("003", ALL))

    def test_a_migration_that_fails_changes_nothing(self):
        self.done("upgrade", "001")
        self.sql("CREATE VIEW kraken_users AS SELECT 1 AS id")
        before = self.dump()
        finished = self.migrate("upgrade", "head")
        self.assertEqual(finished.returncode, 1)
        self.assertIn("'002' was rolled back", finished.stderr)
        self.assertEqual(self.dump(), before)

    def test_a_database_of_a_newer_program(self):
        self.done("upgrade", "head")
        self.sql("UPDATE alembic_version SET version_num = '004'")
        before = self.dump()
        for command in (("upgrade", "head"), ("downgrade", "-1"), ("downgrade", "base")):
            finished = self.migrate(*command)
            self.assertEqual(finished.returncode, 3, finished.stderr)
            self.assertIn(NEWER, finished.stderr)
        self.assertEqual(self.dump(), before)

    def test_the_forms_of_the_url(self):
        for scheme in ("postgresql", "postgres", "postgresql+asyncpg", "postgresql+psycopg2", "postgresql+psycopg"):
            url = scheme + self.url.removeprefix("postgresql")
            self.assertEqual(migrate("upgrade", "head", url=url).returncode, 0, scheme)
            self.assertEqual(migrate("current", url=url).stdout, "003 (head)\n")

    def test_the_url_in_a_file(self):
        path = self.folder / "url"
        path.write_text(self.url + "\n")
        self.assertEqual(migrate("upgrade", "head", DATABASE_URL_FILE=str(path)).returncode, 0)
        self.assertEqual(self.at(), "003")

    def test_a_wrong_password_is_not_shown(self):
        self.server.psql("SET password_encryption = 'scram-sha-256'; DROP ROLE IF EXISTS scram; "
                         "CREATE ROLE scram LOGIN PASSWORD 'right'")
        host = self.server.folder.replace("/", "%2F")
        url = f"postgresql+asyncpg://scram:wr0ng-secret@{host}/{self.database}"
        for command in (("upgrade", "head"), ("current",), ("plan",)):
            finished = migrate(*command, url=url)
            self.assertEqual(finished.returncode, 1)
            self.assertIn("password authentication failed", finished.stderr)
            self.assertNotIn("wr0ng-secret", finished.stdout + finished.stderr)
        self.assertEqual(self.tables(), [])


if __name__ == "__main__":
    unittest.main()
