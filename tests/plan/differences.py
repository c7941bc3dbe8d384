"""Where we differ from Alembic 1.8.1 on purpose. Everything else must agree.

Each rule says whether it explains a difference between `theirs` and `ours`, which are (ok, result):
a list of steps or ids, or the message of the error.
"""

import re

RULES = []
COMMAND_RULES = []


def rule(explains):
    RULES.append(explains)
    return explains


def explanation(graph, rows, command, arguments, theirs, ours):
    """The name of the rule that explains the difference, or None."""
    for r in RULES:
        if r(graph, rows, command, arguments, theirs, ours):
            return r.__name__
    return None


def command_rule(explains):
    """About whole commands: their words, and (ok, lines or message) of both."""
    COMMAND_RULES.append(explains)
    return explains


def of_commands(rows, words, theirs, ours):
    for r in COMMAND_RULES:
        if r(rows, words, theirs, ours):
            return r.__name__
    return None


def label_of(identifier):
    return identifier.partition("@")[0] if "@" in identifier else ""


def both_fail(theirs, ours):
    return not theirs[0] and not ours[0]


@rule
def listed_names_in_another_order(graph, rows, command, arguments, theirs, ours):
    """Names in a message come in the order of the graph; Alembic's come out of a set."""
    def words(message):
        return sorted(re.findall(r"[^\s,']+", message.replace("...", "")))
    if not both_fail(theirs, ours):
        return False
    if theirs[1].startswith("Multiple revisions start with"):  # it lists three of many
        return theirs[1].split(":")[0] == ours[1].split(":")[0]
    return words(theirs[1]) == words(ours[1])


@rule
def zero_steps_as_written(graph, rows, command, arguments, theirs, ours):
    """Alembic says "Relative revision 0", we repeat what was typed."""
    return both_fail(theirs, ours) and theirs[1].replace(" 0 didn't", " +0 didn't") == ours[1].replace("-0", "+0")


@rule
def reserved_words_are_no_labels(graph, rows, command, arguments, theirs, ours):
    """head@…, heads@… and base@… mean something odd in Alembic; here these are no branch."""
    words = {label_of(side) for a in arguments for side in a.split(":")}
    return not ours[0] and bool(words & {"head", "heads", "base"})


@rule
def unknown_labels_are_errors(graph, rows, command, arguments, theirs, ours):
    """Alembic doesn't look at the label where it makes no difference: label@base, a downgrade's absolute
    target with only one way down, a walk that doesn't move."""
    return not ours[0] and any(
        label_of(side) and (
            "Can't locate revision identified by '%s'" % label_of(side) == ours[1]
            or ours[1].startswith("Multiple revisions start with '%s'" % label_of(side)))
        for side in sides(command, arguments))


@rule
def ambiguous_labels_are_called_so(graph, rows, command, arguments, theirs, ours):
    """Alembic only says that it can't locate them."""
    cant = "Can't locate revision identified by "
    return both_fail(theirs, ours) and theirs[1].startswith(cant) and ours[1].startswith(
        "Multiple revisions start with " + theirs[1][len(cant):])


@rule
def nothing_is_listed_twice(graph, rows, command, arguments, theirs, ours):
    """Walks from several heads that end at one revision give it once."""
    return command == "resolve" and theirs[0] and list(dict.fromkeys(theirs[1])) == ours[1]


@rule
def a_range_of_a_branch_without_label(graph, rows, command, arguments, theirs, ours):
    """X@start: keeps to the lineage of X when X isn't a label; Alembic then wants a revision that bears
    exactly one label, and shows nothing when X is the beginning of an id."""
    label = label_of(arguments[0].partition(":")[0])
    return command == "history" and label and not any(label in s._orig_branch_labels for s in graph.scripts)


@rule
def which_target_is_refused_first(graph, rows, command, arguments, theirs, ours):
    return command == "stamp" and len(arguments) > 1 and both_fail(theirs, ours)


RELATIVE = re.compile(r"[+-]\d+$")


def sides(command, arguments):
    return arguments[0].split(":") if command == "history" else arguments


@rule
def relative_ids_everywhere(graph, rows, command, arguments, theirs, ours):
    """id+N and label@id-N are understood by show, stamp and as the start of a range, too; Alembic looks
    for a revision of that name."""
    return command not in ("upgrade", "downgrade") and not theirs[0] and any(
        RELATIVE.search(side) and theirs[1] == "Can't locate revision identified by '%s'" % side.partition("@")[2 * ("@" in side)]
        for side in sides(command, arguments))


@rule
def current_is_called_current(graph, rows, command, arguments, theirs, ours):
    """Alembic puts the rows as a Python tuple into the message."""
    return command == "history" and "current" in arguments[0] and both_fail(theirs, ours) and (
        theirs[1].replace(repr(tuple(rows)), "current") == ours[1])


@rule
def nothing_is_below_base(graph, rows, command, arguments, theirs, ours):
    """base-N walks down from the heads in Alembic; here it leaves the graph, or stays at base in a range."""
    return any(re.search(r"(^|@)base-", side) for side in sides(command, arguments))


@rule
def up_to_current_without_rows(graph, rows, command, arguments, theirs, ours):
    """An empty database is at base, and nothing is below base; Alembic shows everything."""
    return command == "history" and not rows and arguments[0].endswith(":current")


@rule
def current_on_both_sides(graph, rows, command, arguments, theirs, ours):
    """Alembic takes the second for the name of a revision."""
    return command == "history" and arguments[0] == "current:current" and not theirs[0]


@rule
def branch_of_an_id(graph, rows, command, arguments, theirs, ours):
    """Without a direction, Alembic's X@-N finds heads by their labels only; here X may be any name of a
    branch, and an unknown one is an error."""
    return command in ("resolve", "stamp", "history") and any(
        re.search(r"^[^@]+@-\d+$", side) and label_of(side) not in {l for s in graph.scripts for l in s.branch_labels}
        for side in sides(command, arguments))


@rule
def walking_out_of_the_graph_is_refused(graph, rows, command, arguments, theirs, ours):
    """Alembic's stamp and show take -N for nothing at all where that leads below base."""
    return command in ("resolve", "stamp") and "didn't produce" in str(ours[1])


@rule
def a_range_begins_at_base_at_the_latest(graph, rows, command, arguments, theirs, ours):
    """-N: as a start is N below each head, or base where there are fewer. Where the first head has fewer,
    Alembic sometimes finds the heads' names wrong, or counts from the range's end instead."""
    start = arguments[0].partition(":")[0]
    if command != "history" or not re.match(r"(.*@)?-\d+$", start):
        return False
    return not theirs[0] or None in graph.get_revisions(start) or "base" in graph.get_revisions(start)


@rule
def base_plus_nothing_is_base(graph, rows, command, arguments, theirs, ours):
    return command == "downgrade" and re.search(r"(^|@)base[+]0$", arguments[0])


@rule
def stamped_rows_stay(graph, rows, command, arguments, theirs, ours):
    """A row that is itself one of the targets stays; Alembic merges it into the next target's row."""
    if command != "stamp" or not (theirs[0] and ours[0] and theirs[1] and ours[1]):
        return False
    lost = set(ours[1][-1][1]) - set(theirs[1][-1][1])
    return bool(lost) and lost <= set(rows)


@rule
def counting_from_several_heads(graph, rows, command, arguments, theirs, ours):
    """heads:+N is ambiguous like any +N from several revisions."""
    return command == "history" and both_fail(theirs, ours) and ours[1].startswith("Ambiguous upgrade from")


@rule
def a_label_narrows_the_beginning_of_an_id(graph, rows, command, arguments, theirs, ours):
    """label@x in stamp means the x… of that branch, as everywhere else."""
    return command == "stamp" and theirs[0] is False and theirs[1].startswith("Multiple revisions start with") and any(
        label_of(side) and "start with '%s'" % side.partition("@")[2] in theirs[1] for side in arguments)


@rule
def stamped_rows_stay_in_between(graph, rows, command, arguments, theirs, ours):
    """The same with the same rows in the end: only the steps between, and what they are said to move, differ."""
    return command == "stamp" and bool(theirs[0] and ours[0] and theirs[1] and ours[1]) and (
        len(theirs[1]) == len(ours[1]) > 1 and theirs[1][-1][1] == ours[1][-1][1])


@rule
def which_overlap_is_named(graph, rows, command, arguments, theirs, ours):
    """Of several rows that overlap, Alembic names whichever its set gives first."""
    return command == "history" and "current" in arguments[0] and both_fail(theirs, ours) and (
        "overlaps with" in theirs[1] and "overlaps with" in ours[1])


# ---- Whole commands -------------------------------------------------------------------------------------

@command_rule
def relative_starts_of_scripts(rows, words, theirs, ours):
    """The start of a range may be relative everywhere; Alembic looks for a revision of that name."""
    return "--sql" in words and not theirs[0] and any(
        RELATIVE.search(start) and theirs[1] == "Can't locate revision identified by '%s'" % start.partition("@")[2 * ("@" in start)]
        for start in (w.rpartition(":")[0] for w in words))


@command_rule
def ambiguous_starts_are_called_so(rows, words, theirs, ours):
    return "--sql" in words and ambiguous_labels_are_called_so(None, rows, words[0], words[1:], theirs, ours)


@command_rule
def scripts_may_start_at_several_heads(rows, words, theirs, ours):
    """heads as a start means all of them, as it would live; Alembic takes one start only."""
    return "--sql" in words and not theirs[0] and re.search("present for given argument '(.*@)?heads'", theirs[1]) and (
        any(re.match(r"(.*@)?heads([+-]\d+)?:", w) for w in words))


@command_rule
def names_in_another_order(rows, words, theirs, ours):
    return listed_names_in_another_order(None, rows, words[0], words[1:], theirs, ours)
