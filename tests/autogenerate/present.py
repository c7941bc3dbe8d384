"""revision --autogenerate: which database it compares with, wherever its URL comes from; and the migrations, where there is none."""
import os
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(__file__))
from command import NOTHING, Meant  # noqa: E402
from place import run_checks  # noqa: E402

TABLE = "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT);\n"
INSTEAD = "INFO  [aludel.autogenerate] Compared with what the migrations make: "


def shop(settings):
    """An environment whose database has all that is meant, with no migration that says so."""
    place = Meant(TABLE)
    place.settings("[aludel]\ndialects = sqlite\nfrom_scratch = no\n" + settings)
    database = sqlite3.connect(place.environment / "shop.db")
    database.execute(TABLE)
    database.close()
    return place


def of_the_settings():
    place = shop("url = sqlite:///shop.db\n")
    assert place.run("revision", "--autogenerate") == NOTHING
    place.settings("[aludel]\ndialects = sqlite\nurl = sqlite:///none.db\n")
    output = place.run("revision", "--autogenerate", "--rev-id", "b1")
    assert INSTEAD + "sqlite:///none.db isn't there\n" in output and "added table 'books'" in output, output


def of_the_surroundings():
    place = shop("url_env = FIRST SECOND, THIRD\n")
    for name in ("SECOND", "THIRD"):
        assert place.run("revision", "--autogenerate", **{name: "sqlite:///shop.db"}) == NOTHING
    (place.environment / "url").write_text("sqlite:///shop.db\n")
    assert place.run("revision", "--autogenerate", FIRST_FILE="url") == NOTHING
    assert place.run("revision", "--autogenerate", "--url", "sqlite:///shop.db?mode=rw") == NOTHING
    output = place.run("revision", "--autogenerate", "--rev-id", "b1")
    assert INSTEAD + "no database is named\n" in output and "added table 'books'" in output, output


def of_a_file():
    place = shop("env_file = .env\nurl_env = SHOP\n")
    (place.environment / ".env").write_text("SHOP=sqlite:///shop.db\n")
    assert place.run("revision", "--autogenerate") == NOTHING
    (place.environment / ".env").write_text("SHOP=sqlite:///shop.db?nothing=1\n")
    output = place.run("revision", "--autogenerate", status=1)
    assert output.count("unknown parameter 'nothing'") == 1, output


if __name__ == "__main__":
    sys.exit(run_checks([of_the_settings, of_the_surroundings, of_a_file]))
