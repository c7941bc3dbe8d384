"""Goldens: what came out, beside what is expected."""
import difflib


def difference(expected, now, name):
    """As a diff that a person reads; empty where they are the same."""
    return "".join(difflib.unified_diff(expected.splitlines(True), now.splitlines(True), f"{name}, expected", "now"))
