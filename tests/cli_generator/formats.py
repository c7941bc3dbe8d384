"""lint --format: what was found, for editors and CI.

formats.py [names of checks…]
"""
import json
import os
import subprocess
import sys

from place import ALUDEL, Place, run_checks

FORMATS = ("gcc", "json", "sarif")


def broken():
    """An environment with an error that has a hint, one with a second place, and a remark."""
    p = Place()
    path = p.environment / "versions/b1 ü_x.mako"
    path.write_text('<%! revision = "b1"; down_revision = "a1" %>\n<%def name="upgrade()">\n'
                    'SELECT \'äöü\'; <% op.exceute("SELECT 1") %>\n</%def>\n<%def name="downgrade()">\n</%def>\n')
    p.write("c1", "zz")
    twin = p.write("c2", "a1")
    (p.environment / "versions/d_x.mako").write_text(twin.read_text())
    return p


def linted(p, name, status=1, *arguments, **how):
    return p.run(*arguments, "lint", f"--format={name}", status=status, **how)


def gcc():
    lines = linted(broken(), "gcc").splitlines()
    assert "versions/b1 ü_x.mako:3:21: error: unknown directive 'op.exceute' [did you mean 'execute'?]" in lines, lines
    assert "versions/c1_x.mako:6:17: error: Can't locate revision identified by 'zz'" in lines, lines
    at = next(i for i, line in enumerate(lines) if ": note: " in line)
    assert lines[at].startswith("versions/c2_x.mako:5:12: note: ") and ": error: " in lines[at - 1], lines


def as_json():
    found = json.loads(linted(broken(), "json"))["diagnostics"]
    one = next(d for d in found if "exceute" in d["message"])
    assert one == {"file": "versions/b1 ü_x.mako", "line": 3, "column": 21, "end_line": 3, "end_column": 28,
                   "severity": "error", "message": "unknown directive 'op.exceute'",
                   "hint": "did you mean 'execute'?", "related": []}, one
    two = next(d for d in found if d["related"])
    assert two["related"][0]["file"] == "versions/c2_x.mako" and two["file"] == "versions/d_x.mako", two


def not_utf8():
    """A path may be of any bytes; the documents are UTF-8 all the same."""
    p = broken()
    path = os.fsencode(p.environment / "versions") + b"/e\xff\xc3.mako"
    with open(path, "wb") as file:
        file.write((p.environment / "versions/c1_x.mako").read_bytes().replace(b"c1", b"e1"))
    for name in ("json", "sarif"):
        done = subprocess.run([ALUDEL, "lint", f"--format={name}"], cwd=p.environment, env=p.variables, capture_output=True)
        said = json.dumps(json.loads(done.stdout.decode("utf-8")), ensure_ascii=False)
        assert ("versions/e\ufffd\ufffd.mako" if name == "json" else "versions/e%FF%C3.mako") in said, said


def sarif():
    report = json.loads(linted(broken(), "sarif"))
    run, = report["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert report["version"] == "2.1.0" and rules == ["error", "remark"] and run["columnKind"] == "unicodeCodePoints"
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"] and result["level"] == "error", result
        for location in result["locations"] + result.get("relatedLocations", []):
            place = location["physicalLocation"]
            assert place["artifactLocation"]["uri"].startswith("versions/") and place["region"]["startLine"], place
    one = next(r for r in run["results"] if "exceute" in r["message"]["text"])
    place = one["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "versions/b1%20%C3%BC_x.mako", "uriBaseId": "%SRCROOT%"},
                     "region": {"startLine": 3, "startColumn": 21, "endLine": 3, "endColumn": 28}}, place
    assert any(r.get("relatedLocations") and r["relatedLocations"][0]["message"]["text"] for r in run["results"])


def nothing():
    """A document is there though nothing was found."""
    p = Place()
    assert linted(p, "gcc", 0) == ""
    assert json.loads(linted(p, "json", 0)) == {"diagnostics": []}
    run, = json.loads(linted(p, "sarif", 0))["runs"]
    assert run["results"] == [] and len(run["tool"]["driver"]["rules"]) == 2


def remarks():
    """They are warnings to gcc's readers and notes in SARIF, and the status says that nothing is wrong."""
    p = Place()
    p.settings("[aludel]\ndialects = sqlite\nskip_data = yes\n")
    (p.environment / "versions/b1.py").write_text(
        'revision = "b1"\ndown_revision = "a1"\ndef upgrade():\n    Session()\ndef downgrade():\n    pass\n')
    assert ": warning: left out: unknown name 'Session' [" in linted(p, "gcc", 0)
    one, = json.loads(linted(p, "json", 0))["diagnostics"]
    assert one["severity"] == "remark", one
    result, = json.loads(linted(p, "sarif", 0))["runs"][0]["results"]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("remark", 1, "note"), result


def places():
    """Paths are as they are from the current folder, wherever the environment is named from; some errors have none."""
    p = broken()
    for folder in (p.environment.name, str(p.environment), f"{p.environment.name}/versions/.."):
        assert f"{p.environment.name}/versions/c1_x.mako:6:17: " in linted(p, "gcc", 1, "-C", folder, folder=p.top)
    outside = linted(p, "sarif", 1, "-C", str(p.environment), folder="/")
    assert f'"uri": "file://{p.environment}/versions/c1_x.mako"' in outside, outside
    assert json.loads(outside)["runs"][0]["originalUriBaseIds"] == {"%SRCROOT%": {"uri": "file:///"}}, outside
    beside = p.top / "beside"
    beside.mkdir()
    said = linted(p, "sarif", 1, "-C", f"../{p.environment.name}", folder=beside)
    assert f'"uri": "file://{p.environment}/versions/c1_x.mako"}}' in said and '"uri": "../' not in said, said
    base = json.loads(said)["runs"][0]["originalUriBaseIds"]
    assert base == {"%SRCROOT%": {"uri": f"file://{beside}/"}}, base
    assert linted(p, "gcc", 1, folder=p.top).startswith("aludel: error: no migrations in '.'")
    one, = json.loads(linted(p, "json", folder=p.top))["diagnostics"]
    assert one["file"] is None and one["line"] is None, one
    result, = json.loads(linted(p, "sarif", folder=p.top))["runs"][0]["results"]
    assert result["locations"] == [], result


def all_of_them():
    """People are shown twenty, programs all."""
    p = Place()
    for i in range(30):
        p.write(f"m{i:02}", "zz")
    assert linted(p, "gcc").count(": error: ") == 30
    assert len(json.loads(linted(p, "json"))["diagnostics"]) == 30
    assert len(json.loads(linted(p, "sarif"))["runs"][0]["results"]) == 30


def usage():
    p = Place()
    assert p.run("lint", "--format", "xml", status=2) == "aludel: lint: --format is gcc, json or sarif, not 'xml'\n"
    assert "lint: either --format or --dump: both print" in p.run("lint", "--format=json", "--dump", status=2)


CHECKS = [gcc, as_json, not_utf8, sarif, nothing, remarks, places, all_of_them, usage]


if __name__ == "__main__":
    sys.exit(run_checks(CHECKS))
