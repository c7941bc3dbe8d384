"""Real shells on a terminal of their own: what TAB makes of a line, and what it offers."""
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import fcntl
import sys
import termios
import time

PATIENCE = 60
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[()][0-9A-Za-z]|\x1b[=>78MHc]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x00\x07\x0e\x0f]")
LINE = re.compile(r"<<(.*?)>>", re.S)
TAB, SHOW, OFFER, CLEAR = "\t", "\x18p", "\x18o", "\x15"


def find(program):
    path = shutil.which(program)
    if not path:
        sys.exit(f"there is no {program}: apt-get install {program}")
    return path


class Terminal:
    """A shell that waits for keys. The kinds below bind SHOW to print the line as <<line>>, OFFER to insert all that a TAB
    offers, CLEAR to empty it."""
    settings = ""

    def __init__(self, command, folder, variables):
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 200, 500, 0, 0))
        self.master, self.printed = master, ""
        self.shell = subprocess.Popen(command, cwd=folder, env=variables, stdin=slave, stdout=slave, stderr=slave,
                                      start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(slave)
        self.type(self.settings + "echo re''ady\n")
        self.until(re.compile(r"ready\r?\n"))
        self.until(re.compile(r"> "))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.shell.kill()
        self.shell.wait()
        os.close(self.master)

    def type(self, keys):
        os.write(self.master, keys.encode())

    def do(self, command):
        """Whatever it prints."""
        self.type(f"{CLEAR}{command}; echo do''ne\n")
        self.until(re.compile(r"done\r?\n"))

    def until(self, pattern):
        """What is printed up to there, and what the pattern found. What is behind it waits for the next call."""
        end = time.monotonic() + PATIENCE
        while not (found := pattern.search(ESCAPES.sub("", self.printed))):
            ready = select.select([self.master], [], [], max(0, end - time.monotonic()))[0]
            assert ready, f"{self.shell.args[0]} printed {self.printed!r}, nothing that is {pattern.pattern}"
            self.printed += os.read(self.master, 65536).decode(errors="replace")
        text = ESCAPES.sub("", self.printed)
        self.printed = text[found.end():]
        return text[:found.start()], found

    def completed(self, line, keys=TAB):
        """The line behind a TAB."""
        self.type(CLEAR + line + keys + SHOW)
        return self.until(LINE)[1].group(1).replace("\r", "").replace("\n", "")

    def offered(self, line):
        """All that there is to choose from, as it would be inserted."""
        return self.completed(line, OFFER)[len(line.rpartition(" ")[0]):].split()


class Bash(Terminal):
    """bash with bash-completion, which finds the script by the name of the program."""
    settings = r"""PS1='> '; unset HISTFILE; bind 'set enable-bracketed-paste off'; bind 'set bell-style none'
bind 'set page-completions off'; bind 'set completion-query-items 0'
bind -x '"\C-xp": printf "<<%s>>\n" "$READLINE_LINE"'; bind '"\C-xo": insert-completions'
. /usr/share/bash-completion/bash_completion
"""

    def __init__(self, folder, variables):
        if not os.path.exists("/usr/share/bash-completion/bash_completion"):
            sys.exit("there is no bash-completion: apt-get install bash-completion")
        super().__init__([find("bash"), "--norc", "--noprofile", "-i"], folder, variables)


class Zsh(Terminal):
    """zsh with compinit, which finds the script in $fpath."""
    settings = r"""PS1='> '; unset HISTFILE; setopt no_beep no_prompt_sp no_prompt_cr; LISTMAX=10000; unsetopt zle_bracketed_paste
fpath=($FUNCTIONS $fpath); autoload -Uz compinit && compinit -D -u
show() { print -r -- "<<$BUFFER>>" }; zle -N show; bindkey '^Xp' show; bindkey '^U' kill-whole-line
everything() { _main_complete; compstate[insert]=all }; zle -C everything complete-word everything; bindkey '^Xo' everything
"""

    def __init__(self, folder, variables):
        super().__init__([find("zsh"), "-f", "-i"], folder, variables)


class Fish(Terminal):
    """fish, which finds the script by the name of the program."""
    settings = r"""function fish_prompt; echo -n '> '; end; function fish_greeting; end; function fish_title; end
bind \cxp 'echo "<<"(commandline)">>"'; bind \cu 'commandline ""'
function everything
    set -l shown (complete -C (commandline) | string replace -r '\t.*' '')
    commandline -- (string replace -r '[^ ]*$' '' -- (commandline))(string join ' ' -- $shown)
end
bind \cxo everything
"""

    def __init__(self, folder, variables):
        super().__init__([find("fish"), "--private", "-i"], folder, variables)
