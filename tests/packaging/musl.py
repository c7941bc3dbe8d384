"""packaging/musl/libpq: a step that fails ends it, and says what failed; it is begun again then; what is made is made for the
machine that $CC is for. The compiler, make and dpkg-source are stand-ins here: tests/static links what the real ones make."""
import os
import pathlib
import subprocess
import sys
import tempfile

from project import SOURCE, check

MADE = {"-C src/port libpgport.a": "src/port/libpgport.a", "-C src/common libpgcommon.a": "src/common/libpgcommon.a",
        "-C src/interfaces/libpq libpq.a": "src/interfaces/libpq/libpq.a"}
HEADERS = ["src/interfaces/libpq/libpq-fe.h", "src/include/postgres_ext.h", "src/include/pg_config_ext.h"]
STAND_INS = {
    "cc": 'case $1 in -dumpmachine) echo aarch64-linux-musl ;; *) echo "aarch64-${1#*=}" ;; esac',
    # -x DSC FOLDER
    "dpkg-source": """mkdir "$4" && cd "$4" && mkdir -p src/port src/common src/include src/interfaces/libpq
echo 'print "@ARGV $ENV{AR}\\n"; open(my $f, ">>", $ENV{SEEN}); print $f "@ARGV $ENV{AR}\\n";' >Configure
printf '#!/bin/sh\\necho "$@" >>$SEEN\\n' >configure
chmod +x configure
"""
    + "".join(f'[ "$FAIL" = {h} ] || echo >{h}\n' for h in HEADERS),
    "make": """while [ "$1" != -C ] && [ $# -gt 1 ]; do shift; done
[ "$*" != "$FAIL" ] || { echo "no $*" >&2; exit 1; }
[ "$*" != install_dev ] || mkdir -p "$PREFIX/include" "$PREFIX/lib"
case "$*" in
""" + "".join(f'"{made}") echo >{path} ;;\n' for made, path in MADE.items()) + "esac",
}
STEPS = {"build_libs": "compile OpenSSL", "install_dev": "install OpenSSL", "-C src/backend generated-headers": "compile libpq",
         **{made: "compile libpq" for made in MADE}, **{header: "install libpq" for header in HEADERS}}


def prepare(folder):
    for sub in ("bin", "sources"):
        (folder / sub).mkdir()
    for name, text in STAND_INS.items():
        (folder / "bin" / name).write_text(f"#!/bin/sh\n{text}\n")
        (folder / "bin" / name).chmod(0o755)
    for name in ("openssl_3.dsc", "postgresql-15_15.dsc"):
        (folder / "sources" / name).touch()


def libpq(folder, fail=""):
    prefix = folder / "prefix"
    given = {**os.environ, "PATH": f"{folder}/bin:{os.environ['PATH']}", "CC": str(folder / "bin/cc"), "PREFIX": str(prefix),
             "FAIL": fail, "SEEN": str(folder / "seen"), "TMPDIR": str(folder)}
    return subprocess.run([SOURCE / "packaging/musl/libpq", prefix, folder / "sources"], env=given, text=True, timeout=60,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        prepare(folder)
        for fail, step in STEPS.items():
            done = libpq(folder, fail)
            said = done.returncode == 1 and done.stdout.endswith(f"packaging/musl/libpq: can't {step}\n")
            check(f"where {fail} fails it can't {step}", said and not (folder / "prefix/made-by").exists(), done.stdout)
        (folder / "seen").unlink()
        done = libpq(folder)
        made = sorted(path.name for path in folder.glob("prefix/*/*"))
        check("then all is made", done.returncode == 0 and made == sorted(pathlib.Path(p).name for p in [*MADE.values(), *HEADERS]),
              (made, done.stdout))
        openssl, postgresql = (folder / "seen").read_text().splitlines()
        check("OpenSSL for the compiler's machine, with its ar", "linux-aarch64 " in openssl and openssl.endswith(" aarch64-ar"), openssl)
        check("and libpq", "--host=aarch64-linux-musl " in postgresql, postgresql)
        again = libpq(folder, "build_libs")
        check("and nothing is done again", again.returncode == 0 and not again.stdout, again.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
