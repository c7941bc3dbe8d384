"""Goldens: what came out, beside what is expected."""
import difflib


def difference(expected, now, name):
    """As a diff that a person reads; empty where they are the same."""
    return "".join(difflib.unified_diff(expected.splitlines(True), now.splitlines(True), f"{name}, expected", "now"))


def differs(golden, now, update, said):
    """Whether it isn't what stands in the file `golden`, which is written anew with `update`; prints how, or what was `said`."""
    if update:
        golden.write_text(now, encoding="utf-8")
    expected = golden.read_text(encoding="utf-8") if golden.exists() else ""
    print(difference(expected, now, golden.name) or said)
    return now != expected
