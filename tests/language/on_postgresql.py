"""A case on PostgreSQL: live, in a database of its own, and through `--sql` and psql, in a schema of its own."""
import threading

from cases import questions
from running import Live, Wrong, equal, migrate, same

OURS = "('alembic_version', 'alembic_version_pkc', 'aludel_journal', 'aludel_journal_pkey')"
SCHEMA = f"""
SELECT c.relkind, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
    pg_get_expr(d.adbin, d.adrelid)
FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = current_schema()::regnamespace AND c.relname NOT IN {OURS}
ORDER BY 1, 2, a.attnum;
SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace ORDER BY 1;
SELECT tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid AND c.relnamespace = current_schema()::regnamespace
WHERE NOT tgisinternal ORDER BY 1;
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = current_schema()::regnamespace AND conname NOT IN {OURS} ORDER BY 1;
"""

# Every row of every table; what is another one each time (uuid4(), utcnow()) shows as its shape.
CONTENT = r"""
SELECT format('SELECT %L, regexp_replace((rows.*)::text, ''[0-9a-f]{8}-[0-9a-f-]{27}|20\d\d-\d\d-\d\d [\d:.+]+'', ''~'', '
              '''g'') FROM %I AS rows ORDER BY 2', relname, relname)
FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname NOT IN """ + OURS + r"""
ORDER BY relname \gexec
"""


def psql(server, script, count, database=None, shown=""):
    """The lines between <mark i> and <end i>, for each i below count."""
    done = server.psql_run(script, database)
    out = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        raise Wrong(f"psql: {done.stderr.decode('utf-8', 'replace')}\n{shown[:3000]}")
    return [out.split(f"<mark {i}>\n", 1)[1].split(f"<end {i}>\n", 1)[0].splitlines() for i in range(count)]


def marked(number, sql):
    return f"\\echo <mark {number}>\n{sql};\n\\echo <end {number}>\n"


class PostgresqlLive(Live):
    mine = threading.local()  # making a database takes longer than emptying one

    def __init__(self, program, server):
        self.server = server
        if not hasattr(self.mine, "name"):
            self.mine.name = server.new_database()
        self.name = self.mine.name
        super().__init__(program, server.url_of(self.name))

    def fresh(self, case):
        psql(self.server, "SET client_min_messages = error; DROP SCHEMA public CASCADE; CREATE SCHEMA public;" +
             case.before, 0, self.name)

    def ask(self, queries):
        return psql(self.server, "".join(marked(i, q) for i, q in enumerate(queries)), len(queries), self.name)

    def schema(self):
        return self.ask([SCHEMA])[0]

    def look(self, run):
        asked = questions(run.body)
        answers = self.ask([SCHEMA, CONTENT if "script" in run.ways else "", *(q for q, _ in asked)])
        for (query, expected), lines in zip(asked, answers[2:]):
            same(expected, lines, query)
        return answers[:2]


class PostgresqlScript:
    number = 0
    lock = threading.Lock()

    def __init__(self, program, server):
        self.program, self.server = program, server

    def fresh(self, case):
        with PostgresqlScript.lock:
            PostgresqlScript.number += 1
            self.name = f"s{PostgresqlScript.number}"
        self.start = [f"CREATE SCHEMA {self.name}; SET search_path = {self.name}; SET client_min_messages = error;",
                      case.before]

    def script(self, run, command, target):
        status, stdout, stderr = migrate(self.program, run, "--url=postgresql://", command, "--sql", target)
        if status:
            raise Wrong(f"{command} --sql: exit status {status}\n{stderr}")
        return stdout.decode("utf-8", "surrogateescape")

    def expect(self, case, run):
        """All of it goes through one psql: Debian's takes longer to start than most scripts to run."""
        asked = questions(run.body)
        up = self.script(run, "upgrade", case.name)
        state = [("schema", SCHEMA)] + [(q, q) for q, _ in asked]
        script, marks = list(self.start), []

        def add(what, sql):
            script.append(marked(len(marks), sql))
            marks.append(what)

        add("before", SCHEMA)
        script.append(up)
        for what, sql in [*state, ("content", CONTENT)]:
            add(what, sql)
        if case.goes_down():
            script.append(self.script(run, "downgrade", case.name + ":base"))
            add("down", SCHEMA)
            if case.before:
                script += [f"DROP SCHEMA {self.name} CASCADE;", *self.start, "CREATE TABLE alembic_version ();"]
            script += ["DROP TABLE alembic_version;", up]
            for what, sql in state:
                add(what, sql)
        script.append(f"DROP SCHEMA {self.name} CASCADE;")
        return self.compare(asked, marks, psql(self.server, "\n".join(script), len(marks), shown=up))

    @staticmethod
    def compare(asked, marks, answers):
        """The questions as expected, what is there as it should be; the schema and the content when it is up."""
        expected, found = dict(asked), {}
        for what, lines in zip(marks, answers):
            if what in expected:
                same(expected[what], lines, what)
            elif what == "down":
                equal(found["before"], lines, "the schema after the downgrade")
            else:
                equal(found.setdefault(what, lines), lines, "the schema after the second upgrade")
        return found["schema"], found["content"]

    def fails(self, case, run):
        status, _, stderr = migrate(self.program, run, "--url=postgresql://", "upgrade", "--sql", case.name)
        same(run.body.rstrip().splitlines(), stderr.rstrip().splitlines() + [f"[exit {status}]"], "upgrade --sql")
