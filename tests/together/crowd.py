"""Processes that start at the same moment.

    crowd = Crowd()
    crowd.add([program, "upgrade", "head"], env)     waits at the gate
    crowd.add_call(function, ahead)                  a copy of this process that calls it: everything is imported already;
                                                     `ahead`: at once
    crowd.open()
    crowd.wait(seconds)                              Hangs when they take longer
    each: .pid .status (negative: by a signal) .said (standard error) .kill()
"""
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback

# A shell waits until nobody can write to the gate any more, and becomes the program.
AT_THE_GATE = 'read nothing; exec "$@" < /dev/null'


class Hangs(Exception):
    pass


class Member:
    def __init__(self):
        self.output = tempfile.TemporaryFile("w+b")
        self.status = None
        self.killed = False

    @property
    def said(self):
        size = os.fstat(self.output.fileno()).st_size
        return os.pread(self.output.fileno(), size, 0).decode("utf-8", "replace")

    def poll(self):
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = os.waitstatus_to_exitcode(status) if pid else None
        return self.status

    def kill(self):
        if self.poll() is None:
            self.killed = True
            os.kill(self.pid, signal.SIGKILL)


class Crowd:
    def __init__(self):
        self.gate, self.key = os.pipe()
        self.members = []

    def add(self, command, env):
        member = Member()
        process = subprocess.Popen(["/bin/sh", "-c", AT_THE_GATE, "sh", *map(str, command)], stdin=self.gate,
                                   stdout=member.output, stderr=member.output, env={**os.environ, **env})
        member.pid, process.returncode = process.pid, 0  # waited for here
        self.members.append(member)
        return member

    def add_call(self, function, ahead=False):
        member = Member()
        member.pid = os.fork()
        if member.pid == 0:
            self.be(member, function, ahead)
        self.members.append(member)
        return member

    def be(self, member, function, ahead):
        status = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.close(self.key)
            os.dup2(member.output.fileno(), 2)
            sys.stderr = open(2, "w", encoding="utf-8", closefd=False)
            if not ahead:
                os.read(self.gate, 1)
            status = function()
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)

    def open(self):
        os.close(self.key)
        os.close(self.gate)
        self.key = None

    def running(self):
        return [m for m in self.members if m.poll() is None]

    def until(self, condition, seconds):
        """False: everybody has ended before. Hangs, when neither comes."""
        end = time.monotonic() + seconds
        while not condition():
            if not self.running():
                return False
            if time.monotonic() > end:
                raise Hangs(f"{len(self.running())} of {len(self.members)} are still running")
            time.sleep(0.005)
        return True

    def wait(self, seconds):
        self.until(lambda: False, seconds)

    def end(self):
        """Whatever happened."""
        if self.key is not None:
            self.open()
        for member in self.members:
            member.kill()
            while member.poll() is None:
                time.sleep(0.005)
            member.output.close()
