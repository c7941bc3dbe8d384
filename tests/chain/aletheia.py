"""What only Aletheia's migrations have: switches in the environment, three roots, tables that may be there already."""
import os
import pathlib
import subprocess
import tempfile
import unittest

from environment import Environment
from stand import Pgvector
from tools.pgvector import PrivatePgvector

LISTS = """
SELECT coalesce((SELECT substring(indexdef FROM 'ivfflat \\(embedding vector_cosine_ops\\) WITH \\(lists=''(\\d+)')
                 FROM pg_indexes WHERE indexname = '{}'), 'none')
"""
SHARDS, PATTERNS = "ix_memory_shards_embedding_ivfflat_cosine", "eng_patterns_embedding_idx"
ANALYZED = "SELECT reltuples FROM pg_class WHERE relname = 'memory_shards'"
CONVERSATIONS = """
SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' NN' ELSE '' END, ', '
                  ORDER BY attname)
FROM pg_attribute WHERE attrelid = 'raw_conversations'::regclass AND attnum > 0 AND NOT attisdropped
"""
LOGGED = ["created_at timestamp with time zone NN", "latency_ms integer", "messages jsonb", "model text", "provider text",
          "request_id text", "response jsonb", "status_code integer"]
INDEXES = ["ix_raw_conversations_created_at", "ix_raw_conversations_request_id", "ix_raw_conversations_user_id"]
# The switches of whoever runs the tests are not the migrations' own.
NONE = {"PGVECTOR_ENABLE_IVFFLAT": "true", "PGVECTOR_IVFFLAT_LISTS": "100", "USE_IVFFLAT_INDEX": "false",
        "IVFFLAT_LISTS": "100", "EMBEDDING_DIM": "1536"}
AMBIGUOUS = "Multiple head revisions are present for given argument 'head'"


class Chain(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(PrivatePgvector())
        cls.environment = Environment("aletheia")

    def setUp(self):
        self.database = Pgvector(self.server)

    def migrate(self, *arguments, **variables):
        """What it prints."""
        done = self.environment.run(*arguments, url=self.database.url, variables={**NONE, **variables})
        return done.stdout + done.stderr

    def refused(self, words, *arguments, **variables):
        """It fails with these words, and the schema stays as it was."""
        before = self.database.schema()
        done = self.environment.run(*arguments, url=self.database.url, refused=words, variables={**NONE, **variables})
        self.assertIn(words, done.stderr)
        self.assertEqual(1, done.returncode)
        self.assertEqual(before, self.database.schema())
        return done.stderr

    def ask(self, query):
        return self.server.psql(query, self.database.name)


class Switches(Chain):
    def test_the_index_of_shards(self):
        self.migrate("upgrade", "0002")
        for on, lists, wanted in (
                ("true", "100", "100"), ("1", "7", "7"), ("YES", "250", "250"), (" on ", "32768", "32768"),
                ("", "100", "100"), ("true", "many", "100"), ("true", "", "100"), ("true", "1.5", "100"),
                ("true", " 9 ", "9"), ("true", "9" * 20, "100"), ("true", "7); DROP TABLE memory_shards; --", "100"), ("false", "100", "none"),
                ("0", "7", "none"), ("off", "many", "none"), ("perhaps", "100", "none")):
            with self.subTest(on=on, lists=lists):
                self.migrate("upgrade", "0003", PGVECTOR_ENABLE_IVFFLAT=on, PGVECTOR_IVFFLAT_LISTS=lists)
                self.assertEqual(wanted, self.ask(LISTS.format(SHARDS)))
                self.migrate("downgrade", "0002")
                self.assertEqual("none", self.ask(LISTS.format(SHARDS)))

    def test_lists_that_the_server_refuses(self):
        self.migrate("upgrade", "0002")
        for lists in ("0", "-1", "32769"):
            self.refused("out of bounds", "upgrade", "0003", PGVECTOR_IVFFLAT_LISTS=lists)

    def test_the_index_of_patterns(self):
        self.migrate("upgrade", "0005")
        for use, lists, wanted in (("false", "7", "100"), ("true", "7", "7"), ("TRUE", "8", "8"), ("true", "many", "100"),
                                   ("true", "", "100"), ("1", "7", "100"), ("", "7", "100"), (" true ", "9", "9"),
                                   ("true", "9" * 20, "100")):
            with self.subTest(use=use, lists=lists):
                self.migrate("upgrade", "0006", USE_IVFFLAT_INDEX=use, IVFFLAT_LISTS=lists)
                self.assertEqual(wanted, self.ask(LISTS.format(PATTERNS)))
                self.migrate("downgrade", "0005")

    def test_the_dimension(self):
        for wrong, words in (("many", "EMBEDDING_DIM is 'many', which isn't"), ("", "EMBEDDING_DIM is ''"),
                             ("0", "at least 1"), ("16001", "cannot exceed 16000")):
            self.refused(words, "upgrade", "0001", EMBEDDING_DIM=wrong)
        self.migrate("upgrade", "0006", EMBEDDING_DIM="3")
        types = self.ask("SELECT string_agg(DISTINCT attrelid::regclass || ' ' || format_type(atttypid, atttypmod), ', ')"
                         " FROM pg_attribute JOIN pg_class c ON c.oid = attrelid AND relkind = 'r' WHERE attname = 'embedding'")
        self.assertEqual("eng_patterns vector(1536), identity_profile vector(1536), memory_shards vector(3), "
                         "raw_conversations vector(1536)", types)

    def test_shards_that_are_there(self):
        """The index is built over them, the planner knows how many there are, and they are found by it."""
        self.migrate("upgrade", "0002", EMBEDDING_DIM="3")
        self.ask("INSERT INTO memory_shards (id, content, embedding) SELECT gen_random_uuid(), 'shard ' || n, "
                 "ARRAY[cos(n * pi() / 1000), sin(n * pi() / 1000), 0] FROM generate_series(0, 999) AS n")
        said = self.migrate("upgrade", "0003", PGVECTOR_IVFFLAT_LISTS="10")
        self.assertNotIn("little data", said)
        self.assertEqual("1000", self.ask(ANALYZED))
        near = "SELECT content FROM memory_shards ORDER BY embedding <=> '[0,5,0]' LIMIT 1"
        self.assertIn(SHARDS, self.ask("SET enable_seqscan = off; EXPLAIN " + near))
        self.assertEqual("shard 500", self.ask("SET enable_seqscan = off; SET ivfflat.probes = 10; " + near))
        self.migrate("downgrade", "0001")
        self.migrate("upgrade", "0006")
        self.assertEqual("1000|1000|0", self.ask("SELECT count(*), count(embedding), count(metadata) FROM memory_shards"))

    def test_without_the_index_nothing_is_analyzed(self):
        self.migrate("upgrade", "0002")
        self.migrate("upgrade", "0003", PGVECTOR_ENABLE_IVFFLAT="false")
        self.assertEqual("-1", self.ask(ANALYZED))


class Roots(Chain):
    def test_three_heads(self):
        self.assertEqual("0006 (head)\n133f690eb0ca (master_phase_2) (head)\nf60593c6cba8 (seed_milestone_4) (head)\n",
                         self.migrate("heads"))
        self.assertEqual("", self.migrate("branches"))
        for command in ("upgrade", "plan"):
            said = self.refused(AMBIGUOUS, command, "head")
            self.assertIn("the heads are 0006 (versions/0006_eng_patterns.mako), 133f690eb0ca (versions/133f690eb0ca_", said)
        self.refused("Multiple heads are present", "stamp", "head")

    def test_a_label_is_a_target(self):
        for target, at in (("seed_milestone_4", "f60593c6cba8 (head)"), ("master_phase_2@head", "133f690eb0ca (head)"),
                           ("0001@head", "0006 (head)"), ("f605", "f60593c6cba8 (head)")):
            self.migrate("upgrade", target)
            self.assertEqual(at + "\n", self.migrate("current"))
            self.migrate("downgrade", "base")
            self.assertEqual(([], {"extension vector"}), (self.database.versions(), self.database.facts()))

    def test_the_extension_is_made_where_it_is_missing(self):
        """And it stays, with what others have made of it."""
        for root in ("0001", "f60593c6cba8"):
            self.ask("DROP EXTENSION IF EXISTS vector CASCADE; DROP TABLE IF EXISTS others")
            self.migrate("upgrade", root)
            self.ask("CREATE TABLE others (place VECTOR(3))")
            self.migrate("downgrade", "base")
            self.assertEqual({"extension vector", "table others", "others.place VECTOR(3)"}, self.database.facts())

    def test_one_root_a_database(self):
        """The second one meets the first one's table, whichever comes first; what is there stays."""
        for first, second in (("0006", "seed_milestone_4"), ("f60593c6cba8", "0001@head")):
            self.database = Pgvector(self.server)
            self.migrate("upgrade", first)
            versions = self.database.versions()
            self.refused('relation "memory_shards" already exists', "upgrade", second)
            self.assertEqual(versions, self.database.versions())

    def test_the_empty_root_goes_with_any(self):
        self.migrate("upgrade", "0003")
        before = self.database.schema()
        self.migrate("upgrade", "master_phase_2")
        self.assertEqual("0003\n133f690eb0ca (head)\n", self.migrate("current"))
        self.migrate("downgrade", "master_phase_2@base")
        self.assertEqual(("0003\n", before), (self.migrate("current"), self.database.schema()))


class AlreadyThere(Chain):
    def conversations(self):
        return self.ask(CONVERSATIONS).split(", ")

    def indexes(self):
        return self.ask("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'ix_raw%' ORDER BY 1").splitlines()

    def test_0005_adds_what_is_missing(self):
        """Whatever of its columns and indexes the application has made before; the rows stay."""
        every = ["created_at TIMESTAMPTZ NOT NULL DEFAULT now()", "request_id TEXT", "provider TEXT", "model TEXT",
                 "messages JSONB", "response JSONB", "status_code INTEGER", "latency_ms INTEGER"]
        for there in ([], every[:1], every[3:6], every[:-1], every):
            with self.subTest(there=there):
                self.database = Pgvector(self.server)
                self.migrate("upgrade", "0004")
                for column in there:
                    self.ask(f"ALTER TABLE raw_conversations ADD COLUMN {column}")
                before = self.conversations()
                self.ask("INSERT INTO raw_conversations (id, content) VALUES (gen_random_uuid(), 'kept');"
                         "CREATE INDEX ix_raw_conversations_user_id ON raw_conversations (user_id)")
                self.migrate("upgrade", "0005")
                self.assertEqual(sorted({*before, *LOGGED}), self.conversations())
                self.assertEqual(INDEXES, self.indexes())
                self.assertEqual("kept|t", self.ask("SELECT content, created_at IS NOT NULL FROM raw_conversations"))

    def test_its_downgrade_takes_just_those(self):
        self.migrate("upgrade", "0004")
        before = self.conversations()
        self.migrate("upgrade", "0005")
        self.ask("ALTER TABLE raw_conversations ADD COLUMN note TEXT; ALTER TABLE raw_conversations DROP COLUMN model;"
                 "INSERT INTO raw_conversations (id, note) VALUES (gen_random_uuid(), 'kept')")
        self.migrate("downgrade", "0004")
        self.assertEqual(sorted([*before, "note text"]), self.conversations())
        self.assertEqual(([], "kept"), (self.indexes(), self.ask("SELECT note FROM raw_conversations")))

    def test_0005_without_the_table(self):
        self.migrate("upgrade", "0004")
        self.ask("DROP TABLE raw_conversations")
        self.migrate("upgrade", "0005")
        self.assertEqual(sorted(["id uuid NN", "user_id uuid", *LOGGED]), self.conversations())
        self.assertEqual(INDEXES, self.indexes())

    def test_0004_adds_what_is_missing(self):
        self.migrate("upgrade", "0004")
        wanted = self.database.facts()
        for there in ("source TEXT", "metadata JSONB"):
            self.migrate("downgrade", "0003")
            self.ask(f"ALTER TABLE memory_shards ADD COLUMN {there};"
                     "CREATE INDEX ix_memory_shards_user_id ON memory_shards (user_id)")
            self.migrate("upgrade", "0004")
            self.assertEqual(wanted, self.database.facts())

    def test_tables_without_a_version(self):
        """From the page: the tables are there, nothing says which revision they are; stamp, then upgrade."""
        self.migrate("upgrade", "0001")
        self.ask("DROP TABLE alembic_version, aludel_log")
        said = self.refused('relation "memory_shards" already exists', "upgrade", "0006")
        self.assertIn("stamp REV", said)
        self.assertEqual("INFO  [aludel.migration] Running stamp_revision  -> 0001\n", self.migrate("stamp", "0001"))
        self.migrate("upgrade", "0001@head")
        self.assertEqual("0006 (head)\n", self.migrate("current"))
        found, fresh = self.database.schema(), Pgvector(self.server)
        self.environment.run("upgrade", "0006", url=fresh.url)
        self.assertEqual(fresh.schema(), found)


class Urls(Chain):
    def run_in(self, folder, **variables):
        return subprocess.run([self.environment.program, "upgrade", "0001"], cwd=folder, text=True, capture_output=True,
                              env={"PATH": os.environ["PATH"], **variables})

    def test_drivers_of_sqlalchemy(self):
        with tempfile.TemporaryDirectory() as folder:
            for driver in ("psycopg", "psycopg2", "asyncpg"):
                self.ask("DROP EXTENSION vector")  # else the server remarks that it is there
                url = self.database.url.replace("postgresql:", f"postgresql+{driver}:")
                self.assertEqual("", self.run_in(folder, DATABASE_URL=url).stderr.replace(
                    "INFO  [aludel.migration] Running upgrade  -> 0001, create memory_shards table\n", ""))
                self.migrate("downgrade", "base")

    def test_a_file_names_it_and_the_switches(self):
        """What is in the environment wins, for each variable by itself."""
        with tempfile.TemporaryDirectory() as folder:
            self.assertIn("write it into .env", self.run_in(folder).stderr)
            pathlib.Path(folder, ".env").write_text(f"DATABASE_URL={self.database.url}\nEMBEDDING_DIM=5\n")
            dimension = "SELECT atttypmod FROM pg_attribute WHERE attrelid = 'memory_shards'::regclass AND attname = 'embedding'"
            for variables, wanted in (({}, "5"), ({"EMBEDDING_DIM": "6"}, "6")):
                self.assertEqual(0, self.run_in(folder, **variables).returncode)
                self.assertEqual(wanted, self.ask(dimension))
                self.migrate("downgrade", "base")


if __name__ == "__main__":
    unittest.main()
