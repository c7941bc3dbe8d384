"""KRAKEN's programs as the tests run them: kraken_migrate to its end, kraken_service in the background.

    migrate("upgrade", "head", url=url)                 the finished process
    with Service(url, folder) as service:               a socket of its own in the folder
        service.wait_for("serving")
        service.ask('stats')                            the answers, a line each
"""
import itertools
import os
import pathlib
import signal
import socket
import subprocess
import time

ROOT = pathlib.Path(os.environ.get("ALUDEL_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
BUILD = pathlib.Path(os.environ.get("ALUDEL_BUILD", ROOT / "build"))
ENVIRONMENT = ROOT / "migrations/kraken"
NUMBERS = itertools.count(1)


def variables(url=None, **more):
    """The environment of a program, without what might lead it to another database."""
    kept = {k: v for k, v in os.environ.items()
            if not k.startswith(("PG", "ALUDEL_BY", "KRAKEN_", "NOTIFY_SOCKET")) and not k.endswith("_URL")}
    return {**kept, **({"DATABASE_URL": url} if url else {}), **more}


def run(program, *arguments, url=None, text="", **more):
    return subprocess.run([program, *arguments], input=text, text=True, capture_output=True, timeout=60,
                          env=variables(url, **more))


def migrate(*arguments, url=None, **more):
    return run(BUILD / "kraken_migrate", *arguments, url=url, **more)


def until(condition, what, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"never: {what}")
        time.sleep(0.02)


def ask_at(path, *lines):
    """The answers of whoever serves there."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(30)
        client.connect(str(path))
        client.sendall("".join(line + "\n" for line in lines).encode())
        client.shutdown(socket.SHUT_WR)
        with client.makefile(encoding="utf-8") as answers:
            return answers.read().splitlines()


class Service:
    def __init__(self, url, folder, program=BUILD / "kraken_service", path=None, **more):
        number = next(NUMBERS)
        self.socket = pathlib.Path(path or pathlib.Path(folder, f"{number}.sock"))
        self.log = pathlib.Path(folder, f"{number}.log")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen([program, "--socket", self.socket], stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, env=variables(url, **more))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def said(self):
        return self.log.read_text()

    def wait_for(self, text):
        until(lambda: text in self.said() or self.process.poll() is not None, f"'{text}' in what it says")
        if text not in self.said():
            raise AssertionError(f"it never said '{text}', but:\n{self.said()}")

    def ask(self, *lines):
        return ask_at(self.socket, *lines)

    def status(self, tell=None):
        """Its exit status, after a signal where one is given."""
        if tell:
            self.process.send_signal(tell)
        return self.process.wait(30)

    def stop(self):
        return self.status(signal.SIGTERM)
