"""A microcontroller: the sample device's migrations on a Cortex-M4 without an operating system, run by QEMU's board mps2-an386.

The C library is newlib's small one, and none of its heap, files and streams is there: who asked for one wouldn't link. SQLite has its
VFS in memory, the pool MEMSYS5, and little else (options.py).
"""
import pathlib
import re
import sys
import tempfile

import firmware
from options import BOARD, LEAST

COMPILER = ["arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb", "-mfloat-abi=hard", "-mfpu=fpv4-sp-d16", "-Os", "-ffunction-sections",
            "-fdata-sections"]
LINK = ["-nostartfiles", "--specs=nano.specs", "-Wl,--gc-sections", "-T", firmware.BOARD / "board.ld"]
# Streams, the heap and what asks a system; sprintf and the like would bring them along.
FOREIGN = re.compile(r"^_?(malloc|_sbrk|sbrk|printf|sprintf|vsnprintf|fopen|open|write|read|getenv|setlocale|time|exit)(_r)?$")
MACHINE = ["qemu-system-arm", "-M", "mps2-an386", "-nographic", "-monitor", "none", "-serial", "none",
           "-semihosting-config", "enable=on,target=native", "-kernel"]


def look(program):
    sizes = firmware.run("arm-none-eabi-size", program).splitlines()[1].split()
    names = [line.split()[-1] for line in firmware.run("arm-none-eabi-nm", program).splitlines()]
    foreign = [name for name in names if FOREIGN.match(name)]
    assert not foreign, f"the firmware has {foreign} in it"
    print(f"flash, SQLite with it: {sizes[0]} bytes")


def main():
    firmware.need("arm-none-eabi-gcc", "gcc-arm-none-eabi libnewlib-arm-none-eabi")
    firmware.need("qemu-system-arm", "qemu-system-arm")
    with tempfile.TemporaryDirectory() as name:
        folder = firmware.generate(pathlib.Path(name))
        program = firmware.build(COMPILER, folder, BOARD + LEAST, ["start", "console"], folder / "firmware.elf", *LINK)
        look(program)
        said = firmware.run("timeout", "120", *MACHINE, program)
        assert said.endswith("ok\n"), said
        print(said, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
