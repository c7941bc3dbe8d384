"""Tables of sizes, kept in the build's folder: `tests/run` prints them when all is done."""
import os
import pathlib

FOLDER = pathlib.Path(os.environ.get("ALUDEL_BUILD", "build")) / "sizes"


def keep(name, title, columns, rows):
    """`rows`: a name and numbers each."""
    lines = [f"{title}\n", "\n", "| " + " | ".join(columns) + " |\n", "|---|" + "---:|" * (len(columns) - 1) + "\n"]
    lines += ["| " + " | ".join([row[0], *(f"{n:,}" for n in row[1:])]) + " |\n" for row in rows]
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.md").write_text("".join(lines) + "\n")
    print("".join(lines))
