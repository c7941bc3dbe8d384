"""The environments of migrations/ at their heads, on each of their databases: the statements that are read back make the same
schema in an empty one, and the generator can read them.

    environments.py READ_TOOL NAME…
"""
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "chain"))
from environment import Wrong, play  # noqa: E402
from stand import on_each_database  # noqa: E402

READ_TOOL, NAMES = sys.argv[1], sys.argv[2:]


def unread(dialect, statements):
    """One at a time: a statement may have `;` and the line's end inside."""
    data = "\x1e".join(statements) + "\x1e"
    done = subprocess.run([READ_TOOL, dialect], input=data, text=True, capture_output=True, check=True)
    return [line for line in done.stdout.split("\n") if line.startswith("    unread")]


def read_back(environment, head, stand, server):
    first = stand(server)
    environment.run("upgrade", head, url=first.url)
    text = environment.run("inspect", url=first.url).stdout
    schema = first.schema()
    other = stand(server)
    error = other.script(text.replace("CREATE EXTENSION IF NOT EXISTS vector;", ""))
    if error:
        raise Wrong(f"{error}\n{text}")
    again = environment.run("inspect", url=other.url).stdout
    if again != text:
        raise Wrong(f"{text}\n---- executed elsewhere is\n{again}")
    if sorted(other.schema().split(";\n")) != sorted(schema.split(";\n")):
        raise Wrong(f"{schema}\n---- executed elsewhere is\n{other.schema()}")
    statements = [s.removesuffix(";") for s in text.rstrip("\n").split(";\n\n")]
    bad = unread(stand.dialect, statements)
    if bad:
        raise Wrong("\n".join(bad))
    return len(statements)


def heads(environment, stand, server):
    counts = [read_back(environment, head, stand, server) for head in environment.heads]  # one may change nothing
    if max(counts) < 4:
        raise Wrong(f"{counts} statements are no schema")
    return " and ".join(str(count) for count in counts) + " statements"


if __name__ == "__main__":
    sys.exit(play(NAMES, on_each_database(heads)))
