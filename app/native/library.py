"""The compiled sums: made from the C files beside this one, and loaded where they were made."""

import os
import shutil
import subprocess
import sys
from ctypes import CDLL, PyDLL
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from app.domain.errors import Unsupported

SOURCES: Final = Path(__file__).parent

# Contracting a product and a sum into one step would round once less than Python does.
FLAGS: Final = ("-std=c99", "-O3", "-ffp-contract=off", "-shared", "-fPIC")


def library_path(sources: Path = SOURCES) -> Path:
    """Return where the library of these very sources is, or would be: an old one has another name.

    `sources` is a folder.
    """
    texts = (path.read_bytes() for path in sorted(sources.glob("*.[ch]")))
    version = sha256(b"\0".join((*texts, *map(str.encode, FLAGS)))).hexdigest()[:12]
    return sources / f"kernel-{version}.so"


def compile_kernel(sources: Path = SOURCES) -> Path:
    """Compile the library for this machine and return its path.

    The compiler is what CC names, or cc. Raises Unsupported where there is none, or it fails.
    """
    name = os.environ.get("CC", "cc")
    compiler, path = shutil.which(name), library_path(sources)
    if compiler is None:
        raise Unsupported(
            f"There is no C compiler: {name}.",
            "Install one, or name it in CC: without it all is the same, and takes longer.",
        )
    with TemporaryDirectory(dir=sources) as folder:
        made = Path(folder, path.name)
        parts = map(str, sorted(sources.glob("*.c")))
        command = [compiler, *FLAGS, "-o", str(made), *parts, "-lm"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  Nobody types any of it.
        if done.returncode:
            raise Unsupported(f"{compiler} failed.", done.stderr.strip())
        for old in sources.glob("kernel-*.so"):
            old.unlink(missing_ok=True)
        # Whoever starts meanwhile finds the whole library or none.
        made.replace(path)
    return path


def load_kernel(sources: Path = SOURCES) -> CDLL | None:
    """Return the library; None where it was not compiled, or not for this kind of machine."""
    path = library_path(sources)
    # Sets of answers are handed over in this byte order, and texts are kept under the lock.
    is_usable = sys.byteorder == "little" and getattr(sys, "_is_gil_enabled", lambda: True)()
    if not is_usable or not path.exists():
        return None
    try:
        # Its calls are too short to be worth letting other threads run meanwhile.
        return PyDLL(str(path))
    except OSError:
        return None
