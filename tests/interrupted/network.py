"""A network of the test's own, which can be taken away.

    if network.make():      this process and those that it starts have it; False where the system doesn't allow that
        network.up()
        network.down()      what is sent arrives nowhere, and nobody is told
        network.has_connection_from(port)       an established one
"""
import ctypes
import fcntl
import os
import socket
import struct

NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
GET_FLAGS, SET_FLAGS, IS_UP = 0x8913, 0x8914, 1


def unshare(flags):
    return ctypes.CDLL(None, use_errno=True).unshare(flags) == 0


def make():
    """As somebody who isn't root it takes names of users of its own, too."""
    if os.geteuid() == 0:
        return unshare(NEW_NETWORK)
    user, group = os.geteuid(), os.getegid()
    if not unshare(NEW_USER | NEW_NETWORK):
        return False
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)
    return True


def set_loopback(is_up):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        name, flags = struct.unpack("16sh", fcntl.ioctl(s, GET_FLAGS, struct.pack("16sh", b"lo", 0)))
        fcntl.ioctl(s, SET_FLAGS, struct.pack("16sh", name, flags | IS_UP if is_up else flags & ~IS_UP))


def up():
    set_loopback(True)


def down():
    set_loopback(False)


def has_connection_from(port):
    with open("/proc/self/net/tcp", encoding="ascii") as file:
        rows = [line.split() for line in file.readlines()[1:]]
    return any(int(row[1].split(":")[1], 16) == port and row[3] == "01" for row in rows)
