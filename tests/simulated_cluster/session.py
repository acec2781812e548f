"""One call of a tool: what was typed, where, with what on standard input, and on which cluster."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.simulated_cluster.cluster import Cluster
from tests.simulated_cluster.command_line import CommandLine
from tests.simulated_cluster.downloads import documents_at
from tests.simulated_cluster.failure import ToolError
from tests.simulated_cluster.world import World


@dataclass(slots=True)
class Session:
    """A call that a tool has understood."""

    world: World
    cluster: Cluster
    line: CommandLine
    folder: Path
    piped: str

    @property
    def namespace(self) -> str:
        """The namespace that the call is about."""
        return self.line.flag("--namespace", "default")

    def read(self, name: str) -> str:
        """Return the text of a file as the tool opens it; ToolError where it is missing."""
        if name in ("-", "/dev/stdin"):
            return self.piped
        try:
            return (self.folder / name).read_text(encoding="utf-8")
        except OSError:
            raise ToolError(f"error: open {name}: no such file or directory") from None

    def documents(self, name: str) -> list[Any]:
        """Return the objects of a file of YAML, of standard input or of an address."""
        if name.startswith("https://"):
            return documents_at(name)
        return [one for one in parse(self.read(name)) if one]


def parse(text: str) -> list[Any]:
    """Return the documents of a YAML text."""
    return list(yaml.load_all(text, yaml.CSafeLoader))
