"""A password on the command line is in no process's arguments while this program works. What looks at them is the C
compiler that it calls.
"""
import os
import pathlib
import subprocess
import tempfile

ALUDEL = str(pathlib.Path(os.environ["ALUDEL_BUILD"]) / "aludel")
SPY = """#!/bin/sh
cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n' >> "$SEEN"
exec cc "$@"
"""
URL = "postgresql://shop:geheim@127.0.0.1:1/shop"
CALLS = (["--url", URL, "current"], [f"--url={URL}", "check"], ["diff", "base", URL], ["inspect", URL],
         ["revision", "--autogenerate", "--url", URL], ["check", "--chain", "--url", URL])


def main():
    with tempfile.TemporaryDirectory() as top:
        folder, spy, seen = (pathlib.Path(top) / name for name in ("environment", "spy", "seen"))
        (folder / "versions").mkdir(parents=True)
        (folder / "aludel.ini").write_text("[aludel]\ndialects = postgresql\n")
        (folder / "schema.sql").write_text("CREATE TABLE t (a integer);\n")
        spy.write_text(SPY)
        spy.chmod(0o755)
        for number, words in enumerate(CALLS):
            environment = {**os.environ, "CC": str(spy), "SEEN": str(seen), "XDG_CACHE_HOME": f"{top}/cache{number}"}
            done = subprocess.run([ALUDEL, *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
            shown, processes = done.stdout + done.stderr, seen.read_text()
            assert done.returncode == 1 and "geheim" not in shown, (words, shown)
            assert "shop:***@127.0.0.1" in processes and "geheim" not in processes, words
            seen.unlink()


if __name__ == "__main__":
    main()
