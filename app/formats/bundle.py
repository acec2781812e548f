"""Pack a runbook into a zip whose bytes depend on nothing but the runbook."""

import hashlib
import io
import zipfile

from app.domain.runbook import Runbook
from app.formats import markdown, script
from app.formats.yaml_text import to_yaml

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PLAIN_FILE = 0o100644
_PROGRAM = 0o100755


def render(runbook: Runbook) -> bytes:
    """Return the zip: README.md, runbook.sh, the YAML files and CHECKSUMS for sha256sum.

    Entries are stored, not compressed, because compressed bytes differ between zlib versions.
    """
    files = {
        "README.md": markdown.render(runbook),
        "runbook.sh": script.render(runbook, bundled=True),
        **{file.path: to_yaml(file.documents) for file in runbook.files},
    }
    contents = {name: text.encode() for name, text in sorted(files.items())}
    contents["CHECKSUMS"] = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in contents.items()
    ).encode()
    return _zip(contents)


def _zip(contents: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = _UNIX
            entry.external_attr = (_PROGRAM if name.endswith(".sh") else _PLAIN_FILE) << 16
            archive.writestr(entry, content)
    return buffer.getvalue()
