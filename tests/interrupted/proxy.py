"""A proxy that reads PostgreSQL's protocol, message by message, and does a deed at the chosen one.

    with Proxy(server_socket, admin) as proxy:
        proxy.plan(Cut("front", 17, "kill"), process)
        … the process runs with proxy.url(database) …
        proxy.seen                    what has passed: (side, type) of each message, in order
        proxy.rest()                  until all of its connections are closed

Messages are counted over all connections of a run, the client's ("front") and the server's ("back") apart. A cut stands
in front of its message. What then happens:

    kill        SIGKILL; of a front message what is behind isn't sent, of a back message what was sent is still executed
    term        SIGTERM, and everything goes on
    terminate   pg_terminate_backend of the connection's server process
    close       the connection is closed on both sides
    close_all   all connections are
    swallow     the server hears everything, the client nothing more, until both are quiet; then the connection is closed
    silence     over TCP: the network is taken away, until the client has let its connection go
"""
import contextlib
import os
import selectors
import shutil
import signal
import socket
import tempfile
import threading
import time
from collections import namedtuple

from interrupted import network

Cut = namedtuple("Cut", "side number deed")

QUIET = 0.06  # seconds without a message: what is cut then is as good as anything else
CANCEL = b"\x04\xd2\x16\x2e"


class Link:
    """A connection of the client's, and the server's that it goes to."""

    def __init__(self, client, server):
        self.client, self.server = client, server
        self.started = False  # the client's first message has no type
        self.buffers = {"front": b"", "back": b""}
        self.process = None  # the server's
        self.deaf = False  # the client hears nothing more
        self.last = time.monotonic()

    def messages(self, side, data):
        """The whole ones: (type, bytes)."""
        buffer = self.buffers[side] + data
        while True:
            typed = self.started or side == "back"
            if len(buffer) < 5:
                break
            size = int.from_bytes(buffer[1:5] if typed else buffer[:4], "big") + (1 if typed else 0)
            if len(buffer) < size:
                break
            message, buffer = buffer[:size], buffer[size:]
            self.started = self.started or side == "front"
            yield (chr(message[0]) if typed else "^"), message
        self.buffers[side] = buffer


class Proxy:
    def __init__(self, server_folder, admin, tcp=False):
        self.target = os.path.join(server_folder, ".s.PGSQL.5432")
        self.admin = admin  # a connection of its own
        self.tcp = tcp
        self.cut, self.process = None, None
        self.counts, self.seen, self.links, self.done = {"front": 0, "back": 0}, [], {}, False
        self.lock = threading.Lock()

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="aludel-proxy-")
        self.listener = socket.socket(socket.AF_INET if self.tcp else socket.AF_UNIX)
        self.listener.bind(("127.0.0.1", 0) if self.tcp else os.path.join(self.folder, ".s.PGSQL.5433"))
        self.listener.listen()
        self.place = ("127.0.0.1", self.listener.getsockname()[1]) if self.tcp else (self.folder, 5433)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ)
        self.waker, self.woken = socket.socketpair()
        self.selector.register(self.woken, selectors.EVENT_READ)
        self.idle = threading.Event()
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.waker.close()
        self.thread.join()
        self.listener.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database):
        host, port = self.place
        return f"postgresql://postgres@/{database}?host={host}&port={port}"

    def plan(self, cut):
        """Of the run that comes next."""
        with self.lock:
            self.cut, self.process = cut, None
            self.counts, self.seen, self.done = {"front": 0, "back": 0}, [], False

    def started(self, process):
        self.process = process

    # ---- Its thread --------------------------------------------------------------------------------

    def work(self):
        while True:
            quiet = [link for link in set(self.links.values()) if link.deaf]
            for key, _ in self.selector.select(QUIET if quiet else None):
                if key.fileobj is self.woken:
                    return
                with self.lock:
                    if key.fileobj is self.listener:
                        self.accept()
                    elif key.fileobj in self.links:
                        self.take(key.fileobj)
            with self.lock:
                for link in quiet:
                    if time.monotonic() - link.last > QUIET:
                        self.close(link)

    def accept(self):
        client, _ = self.listener.accept()
        server = socket.socket(socket.AF_UNIX)
        server.connect(self.target)
        link = Link(client, server)
        for s in (client, server):
            self.links[s] = link
            self.selector.register(s, selectors.EVENT_READ)

    def take(self, s):
        link = self.links[s]
        side = "front" if s is link.client else "back"
        data = read(s)
        if not data:
            self.close(link)
            return
        link.last = time.monotonic()
        for kind, message in link.messages(side, data):
            if s not in self.links:
                return
            self.pass_on(link, side, kind, message)

    def pass_on(self, link, side, kind, message):
        if side == "back" and kind == "K":
            link.process = int.from_bytes(message[5:9], "big")
        if message[4:8] != CANCEL:
            self.counts[side] += 1
            self.seen.append((side, kind))
            if self.cut and not self.done and (side, self.counts[side]) == self.cut[:2]:
                self.done = True
                getattr(self, self.cut.deed)(link)
        if self.links.get(link.client) is not link or (side == "back" and link.deaf):
            return
        write(link.server if side == "front" else link.client, message)

    def close(self, link):
        for s in (link.client, link.server):
            if self.links.pop(s, None):
                self.selector.unregister(s)
                s.close()

    # ---- Deeds -------------------------------------------------------------------------------------

    def kill(self, link):
        self.process.send_signal(signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):  # whoever started it has noticed
            os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOWAIT)
        if self.cut.side == "front":
            self.close_all(link)
            return
        for other in set(self.links.values()):
            other.deaf = True  # what it has sent is read to its end, and then that it ends

    def term(self, _):
        self.process.send_signal(signal.SIGTERM)

    def terminate(self, link):
        if link.process:
            with self.admin.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", (link.process,))

    def close_all(self, _):
        for link in set(self.links.values()):
            self.close(link)

    def swallow(self, link):
        link.deaf = True

    def silence(self, link):
        network.down()
        threading.Thread(target=self.come_back, args=(link.client.getpeername()[1],), daemon=True).start()
        link.client.shutdown(socket.SHUT_RD)  # what the client sends meanwhile is lost

    @staticmethod
    def come_back(port):
        """When the client's end of the connection is gone, or ends."""
        while network.has_connection_from(port):
            time.sleep(0.1)
        network.up()


def read(s):
    try:
        return s.recv(1 << 16)
    except OSError:
        return b""


def write(s, data):
    try:
        s.sendall(data)
    except OSError:
        pass  # it is gone: that is read, too
