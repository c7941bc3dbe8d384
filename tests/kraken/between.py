"""A place between a program and its server, where a connection can be held up.

    with Between(folder_of_the_socket, b"name") as place:
        f"postgresql://user@127.0.0.1:{place.port}/database"
        place.held.wait()     a connection of the application of that name has come
        place.go_on.set()     it is let through
"""
import pathlib
import socket
import threading


def pass_on(source, target):
    try:
        while data := source.recv(1 << 16):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # one of them has gone


class Between:
    def __init__(self, folder, name):
        self.server = str(next(pathlib.Path(folder).glob(".s.PGSQL.*[0-9]")))
        self.name = name
        self.held, self.go_on = threading.Event(), threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.go_on.set()
        self.listener.close()

    def accept(self):
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            threading.Thread(target=self.connect, args=[client], daemon=True).start()

    def connect(self, client):
        with client, socket.socket(socket.AF_UNIX) as server:
            server.connect(self.server)
            there = threading.Thread(target=pass_on, args=[server, client], daemon=True)
            there.start()
            try:
                self.send(client, server)
            except OSError:
                pass  # one of them has gone
            there.join()

    def send(self, client, server):
        while data := client.recv(1 << 16):
            if b"application_name\0" + self.name + b"\0" in data and not self.held.is_set():
                self.held.set()
                self.go_on.wait()
            server.sendall(data)
        server.shutdown(socket.SHUT_WR)
