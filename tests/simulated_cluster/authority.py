"""Real certificates for the simulation, made once: openssl reads them when a script asks it to."""

import base64
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

_CURVE = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
_SIGNS = ("-addext", "keyUsage=critical,keyCertSign,cRLSign")
_DAYS = ("-days", "3650")
Pair = tuple[str, str]  # Certificate and key, in PEM.


@cache
def self_signed(subject: str) -> Pair:
    """Return a root that may sign, such as for `/O=cluster.local/CN=istio-ca`."""
    with TemporaryDirectory() as folder:
        return _made(Path(folder), "root", subject)


@cache
def signed(subject: str, root: str) -> Pair:
    """Return an intermediate that may sign, under the root with the subject `root`."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for suffix, text in zip(("crt", "key"), self_signed(root), strict=True):
            (folder / f"ca.{suffix}").write_text(text, encoding="ascii")
        by = ("-CA", str(folder / "ca.crt"), "-CAkey", str(folder / "ca.key"))
        return _made(folder, "own", subject, *by, length=0)


def _made(folder: Path, name: str, subject: str, *more: str, length: int = 1) -> Pair:
    certificate, key = folder / f"{name}.crt", folder / f"{name}.key"
    constraints = ("-addext", f"basicConstraints=critical,CA:TRUE,pathlen:{length}")
    subprocess.run(
        [
            *("openssl", "req", "-x509", *_CURVE, *_DAYS, "-subj", subject, *_SIGNS, *constraints),
            *("-keyout", str(key), "-out", str(certificate), *more),
        ],
        check=True,
        capture_output=True,
    )
    return certificate.read_text(encoding="ascii"), key.read_text(encoding="ascii")


def encoded(text: str) -> str:
    """Return a text as a Secret holds it."""
    return base64.b64encode(text.encode()).decode()


def decoded(data: str) -> str:
    """Return the text of a field of a Secret."""
    return base64.b64decode(data).decode()
