"""How a tool says that it did not do what it was asked for."""


class ToolError(Exception):
    """What a tool prints on standard error before it ends with `status`."""

    def __init__(self, message: str, *, status: int = 1, printed: str = "") -> None:
        super().__init__(message)
        self.status, self.printed = status, printed


class NotFoundError(ToolError):
    """The API server's answer for an object that is not there."""

    def __init__(self, resource: str, name: str) -> None:
        super().__init__(f'Error from server (NotFound): {resource} "{name}" not found')


class MisuseError(ToolError):
    """A subcommand or a flag that the tool does not have; no runbook may cause it."""


class UnmodelledError(ToolError):
    """A call that is right but that the simulated tools cannot answer; they must learn it first."""
