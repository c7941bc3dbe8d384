"""What the templates' aludel.ini say of settings: each stands there with its default, or an example, and is read when the #
is taken away."""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "cli_generator"))
from place import Place, run_checks  # noqa: E402

ROOT = pathlib.Path(__file__).parents[2]
TEMPLATES = sorted(p for p in (ROOT / "templates").iterdir() if p.is_dir())
DEFAULT = re.compile(r'^SETTING\((\w+), \w+, "(.*?)", "(.*)"\)$', re.M)
LINE = re.compile(r"^(# )?(\w+) =(?: (.*))?$", re.M)
HOOKS = "\n# [post_write_hooks]"
# Of those that few want, or none who begins.
LEFT_OUT = {"allow_c", "skip_data"}
# Where an empty one would say nothing.
EXAMPLES = {"env_file", "url", "url_env", "naming_convention", "include", "exclude"}


def defaults():
    text = (ROOT / "runtime/include/aludel/settings.def").read_text()
    return {name: (default, meaning) for name, default, meaning in DEFAULT.findall(text)}


def settings(template):
    """name -> (whether it is a comment, value)"""
    text = (template / "aludel.ini").read_text()
    return {name: (bool(comment), value) for comment, name, value in LINE.findall(text[:text.index(HOOKS)])}


def all_there():
    for template in TEMPLATES:
        known, given = defaults(), settings(template)
        assert given.keys() <= known.keys(), given.keys() - known.keys()
        missing = known.keys() - given.keys() - LEFT_OUT
        if given["dialects"] == (False, "sqlite"):
            missing = {name for name in missing if "PostgreSQL" not in known[name][1]} - {"url_env", "env_file"}
        assert not missing, (template, missing)


def as_they_are():
    for template in TEMPLATES:
        known = defaults()
        for name, (comment, value) in settings(template).items():
            if comment and name not in EXAMPLES:
                assert value == known[name][0], (template.name, name, value, known[name][0])
            assert name not in EXAMPLES or value, (template.name, name)


def taken_in():
    """Without the #, they are read, and hooks too."""
    for template in TEMPLATES:
        p = Place("shop")
        text = (template / "aludel.ini").read_text().replace("@name@", "shop").replace("sqlfluff", "true")
        top, hooks = text.split(HOOKS)
        more = (HOOKS + hooks).replace("\n# ", "\n")
        p.settings(LINE.sub(r"\2 = \3", top) + more)
        assert p.run("lint") == "", p.run("lint")
        output = p.run("revision", "-m", "x")
        assert 'Running post write hook "format" ...\n  done\n' in output, output


if __name__ == "__main__":
    sys.exit(run_checks([all_there, as_they_are, taken_in]))
