"""An authority, and a server's certificate that it has signed, made by openssl."""
import subprocess

from jail import tool

KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]


def openssl(*words):
    done = subprocess.run([tool("openssl", "openssl"), *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"openssl {' '.join(map(str, words))}:\n{done.stderr}"


def make_authority(folder, name):
    """NAME.pem and NAME.key."""
    openssl("req", "-x509", *KEY, "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem", "-days", "2", "-subj",
            f"/CN=the authority {name}")
    return folder / f"{name}.pem"


def make_server(folder, authority, host):
    """server.pem and server.key, for this host."""
    (folder / "names").write_text(f"subjectAltName=DNS:{host}\n")
    openssl("req", *KEY, "-keyout", folder / "server.key", "-out", folder / "server.csr", "-subj", f"/CN={host}")
    openssl("x509", "-req", "-in", folder / "server.csr", "-CA", authority, "-CAkey", authority.with_suffix(".key"),
            "-CAcreateserial", "-days", "2", "-extfile", folder / "names", "-out", folder / "server.pem")
