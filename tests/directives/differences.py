"""Where what we leave behind differs from what Alembic 1.8.1 leaves behind, on purpose. Everything else must agree.

    explained(chain, dialect, lines)    the lines of read_back.py, without what may differ
"""
import re

# (chain or None, dialect or None, pattern, replacement): both sides' lines are rewritten by it, each with its reason.
RULES = []


def explained(chain, dialect, lines):
    for in_chain, on, pattern, replacement in RULES:
        if in_chain in (None, chain) and on in (None, dialect):
            lines = [re.sub(pattern, replacement, line) for line in lines]
    return lines
