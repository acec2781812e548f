"""Where an exported comparison comes from, so that a copy can be traced to its page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableOrigin:
    """The catalogue's version, and absolute addresses: of the server and of the view exported."""

    version: str
    server: str
    view: str

    def cell(self, cell_id: str) -> str:
        """Return the address at which a cell stands open with all its claims."""
        return f"{self.server}/compare?cell={cell_id}#{cell_id}"
