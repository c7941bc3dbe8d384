"""What --help of the two programs says, as data."""
import re
import subprocess

ROW = re.compile(r"^  (\S(?:.*?\S)?) {2,}(\S.*)$")
OPTION = re.compile(r"^  (?:(-\w)(?:, )?|    )?(--[\w-]+)?(?: ([A-Z][\w|:=]*))?(?: +(\S.*))?$")


class Option:
    def __init__(self, letter, name, value, help):
        self.letter, self.name, self.value, self.help = letter, name and name[2:], value, help

    def __eq__(self, other):
        """As it is typed; what is said of it may differ."""
        return (self.letter, self.name, self.value) == (other.letter, other.name, other.value)


class Command:
    def __init__(self, name, operand, summary, group):
        self.name, self.operand, self.summary, self.group = name, operand, summary, group
        self.text, self.options = "", []


def told(program, *arguments):
    return subprocess.run([program, *arguments, "--help"], check=True, text=True, stdout=subprocess.PIPE).stdout


def joined(lines):
    """With each line that is indented far behind the one that it goes on."""
    whole = []
    for line in lines:
        if line.startswith(" " * 20) and whole:
            whole[-1] += " " + line.strip()
        else:
            whole.append(line)
    return whole


def options(lines):
    found = [OPTION.match(line) for line in joined(lines)]
    return [Option(*f.groups()) for f in found if f and (f.group(1) or f.group(2))]


def described(program, command):
    """Its text and options: what its own --help says besides the summary."""
    head, _, rest = told(program, command.name).partition("\nOptions\n")
    usage, *paragraphs = head.strip().split("\n\n")
    command.operand = re.search(rf" {command.name}(?: \[options\])?(?: (.*))?$", usage).group(1) or ""
    command.text = " ".join(p.replace("\n", " ") for p in paragraphs)
    if command.text.lower().startswith(command.summary.lower()):
        command.text = command.text[len(command.summary):].lstrip(". ")
    elif paragraphs: # the whole of it is in these words
        command.summary = ""
    command.options = options(rest.partition("\n\n")[0].splitlines())
    return command


def commands(program):
    """All that its --help names, with the heading that each stands below; the options before a command."""
    group, found, before = "", [], []
    parts = told(program).split("\n\n")
    for part in parts:
        heading, *rows = part.splitlines()
        if heading == "Options":
            before = options(rows)
            continue
        for row in rows:
            fields = ROW.match(row)
            if fields:
                name = fields.group(1).split()[0]
                found.append(Command(name, "", fields.group(2), heading))
    return [described(program, c) for c in found], before
