"""Pack a runbook into a zip whose bytes depend on nothing but the runbook."""

import io
import zipfile

from app.domain.runbook import Runbook
from app.formats import markdown, runbook_json, script
from app.formats.yaml_text import to_yaml

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PLAIN_FILE = 0o100644
_PROGRAM = 0o100755


def render(runbook: Runbook) -> bytes:
    """Return the zip: what `files_of` gives, and CHECKSUMS of it for sha256sum.

    Entries are stored, not compressed, because compressed bytes differ between zlib versions.
    """
    contents = files_of(runbook)
    return _zip({**contents, "CHECKSUMS": runbook_json.checksums(contents).encode()})


def files_of(runbook: Runbook) -> dict[str, bytes]:
    """Return the contents of a bundle by path, in order of the paths, without CHECKSUMS.

    README.md and runbook.sh, the same as data in runbook.json and preflight.json, the YAML files
    that both read, and PROVENANCE.json, which tells from what all the others were made.
    """
    texts = {
        "README.md": markdown.render(runbook),
        "preflight.json": runbook_json.render_preflight(runbook),
        "runbook.json": runbook_json.render(runbook),
        "runbook.sh": script.render(runbook, bundled=True),
        **{file.path: to_yaml(file.documents) for file in runbook.files},
    }
    contents = {name: text.encode() for name, text in sorted(texts.items())}
    provenance = runbook_json.render_provenance(runbook, contents)
    return dict(sorted({**contents, "PROVENANCE.json": provenance.encode()}.items()))


def _zip(contents: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = _UNIX
            entry.external_attr = (_PROGRAM if name.endswith(".sh") else _PLAIN_FILE) << 16
            archive.writestr(entry, content)
    return buffer.getvalue()
