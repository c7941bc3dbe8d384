"""A name server of a network namespace's own: what musl asks where there is no resolv.conf, 127.0.0.1."""
import fcntl
import socket
import struct
import threading

A, SUCCESS, NO_SUCH_NAME = 1, 0, 3
SIOCSIFFLAGS, IFF_UP = 0x8914, 1


def loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        fcntl.ioctl(s, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))


def question(packet):
    """The name that is asked for, the kind of record, and where the question ends."""
    labels, at = [], 12
    while packet[at]:
        labels.append(packet[at + 1:at + 1 + packet[at]].decode())
        at += 1 + packet[at]
    return ".".join(labels), struct.unpack_from("!H", packet, at + 1)[0], at + 5


def answer(packet, hosts):
    name, kind, end = question(packet)
    records = [hosts[name]] if name in hosts and kind == A else []
    code = SUCCESS if name in hosts else NO_SUCH_NAME
    header = packet[:2] + struct.pack("!5H", 0x8580 | code, 1, len(records), 0, 0)
    body = b"".join(b"\xc0\x0c" + struct.pack("!HHIH", A, 1, 60, 4) + socket.inet_aton(a) for a in records)
    return header + packet[12:end] + body


class NameServer:
    """hosts: {"db.example": "127.0.0.1"}; `asked` are the names that were asked for."""

    def __init__(self, hosts):
        self.hosts, self.asked = hosts, set()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 53))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            packet, client = self.socket.recvfrom(512)
            self.asked.add(question(packet)[0])
            self.socket.sendto(answer(packet, self.hosts), client)
