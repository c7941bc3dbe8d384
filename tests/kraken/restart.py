"""What systemd does for `systemctl restart kraken`, as far as a deployment sees it: the service is told to stop, the one
in bin/ is started, and it counts as started when it says so.

    restart.py FOLDER      bin/kraken_service is started there; DATABASE_URL comes from the file `environment`
"""
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time


def is_running(pid):
    """One that has ended and isn't waited for yet has ended."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def stop(pid_file):
    pid = int(pid_file.read_text()) if pid_file.exists() else None
    if pid and is_running(pid):
        os.kill(pid, signal.SIGTERM)
        while is_running(pid):
            time.sleep(0.01)


def value_of(text):
    """What systemd makes of what stands behind the = in an EnvironmentFile."""
    value, rest = "", text.strip()
    while rest[:1] in ("'", '"'):
        part = re.match(r"'([^']*)'\s*" if rest[0] == "'" else r'"((?:[^"\\]|\\.)*)"\s*', rest)
        value += part[1] if rest[0] == "'" else re.sub(r'\\(["\\`$])', r"\1", part[1])
        rest = rest[part.end():]
    return value + re.sub(r"\\(.)", r"\1", rest)


def variables(path):
    pairs = [line.partition("=") for line in path.read_text().splitlines() if "=" in line and line.strip()[0] not in "#;"]
    return {name.strip(): value_of(text) for name, _, text in pairs}


def start(folder, pid_file, notify):
    with open(folder / "log", "ab") as log:
        process = subprocess.Popen([folder / "bin/kraken_service", "--socket", folder / "sock"], stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=log, start_new_session=True,
                                   env={**os.environ, **variables(folder / "environment"),
                                        "NOTIFY_SOCKET": str(folder / "notify")})
    pid_file.write_text(str(process.pid))
    while process.poll() is None:
        try:
            return 0 if notify.recv(100) == b"READY=1" else 1
        except TimeoutError:
            pass
    return process.returncode


def main(folder):
    (folder / "notify").unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.bind(str(folder / "notify"))
        notify.settimeout(0.1)
        stop(folder / "pid")
        return start(folder, folder / "pid", notify)


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
