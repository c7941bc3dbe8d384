"""What a program sends to PostgreSQL: statements, values and Syncs, read off its connection by a proxy."""
import contextlib
import os
import socket
import struct
import threading


class Capture:
    """Passes one connection at a time on and keeps what the client sent, `records` in play_postgresql's words."""

    def __init__(self, folder, port=5434):
        self.port, self.target = port, os.path.join(folder, ".s.PGSQL.5432")
        self.path = os.path.join(folder, f".s.PGSQL.{port}")
        self.records = []

    def __enter__(self):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen()
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.close()
        os.unlink(self.path)

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self.target)
                threading.Thread(target=self.back, args=(server, client), daemon=True).start()
                self.forward(client.makefile("rb"), server)

    @staticmethod
    def back(server, client):
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                client.sendall(data)

    def forward(self, client, server):
        """The first message has no letter in front."""
        letter = b""
        while head := client.read(4 + len(letter)):
            size = struct.unpack("!I", head[-4:])[0] - 4
            body = client.read(size)
            server.sendall(head + body)
            if letter:
                self.keep(head[:1], body)
            letter = b"?"
        server.close()

    def keep(self, letter, body):
        if letter == b"P":
            name, self.text = (part.decode() for part in body.split(b"\0")[:2])
            self.records += ["P", name, self.text] if name else []
        elif letter == b"B":
            name, values = body.split(b"\0")[1].decode(), list(self.values(body))
            self.records += [*(("E", name) if name else ("S", self.text)), str(len(values)), *values]
        elif letter == b"S":
            self.records.append("-")
        elif letter == b"Q":
            self.records += ["S", body[:-1].decode(), "0"]

    @staticmethod
    def values(body):
        """A portal, a statement, the formats, then the values."""
        at = body.index(b"\0", body.index(b"\0") + 1) + 1
        formats, = struct.unpack_from("!H", body, at)
        at += 2 + 2 * formats
        count, = struct.unpack_from("!H", body, at)
        at += 2
        for _ in range(count):
            size, = struct.unpack_from("!i", body, at)
            at += 4
            yield "0" if size < 0 else "=" + body[at:at + max(size, 0)].decode()
            at += max(size, 0)
