"""Which runbooks are followed from preflight to uninstall on a simulated cluster."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from app.domain.errors import Unsupported
from app.domain.recipe import RunbookLibrary
from app.domain.runbook import parse_parameters, supported_values
from tests.runbooks.golden_runbooks import CHOSEN

# Every phase, in the order in which somebody who tries it all would run them.
ORDER = (
    *("preflight", "install", "verify", "onboard", "secure", "observe", "release"),
    *("multicluster", "troubleshoot", "upgrade", "rollback", "uninstall"),
)
TOOLS = ("helm", "cli", "argocd", "flux")


@dataclass(frozen=True, slots=True)
class Walk:
    """A runbook by its option and parameters."""

    name: str
    option: str
    raw: dict[str, object]


def golden(option: str) -> dict[str, object]:
    """Return the parameters of an option's golden runbook."""
    return {"profile": "production", "namespaces": ["shop", "payments"], **CHOSEN[option]}


def other_tools(library: RunbookLibrary) -> Iterator[Walk]:
    """Yield the golden runbook of every option with every other tool that the option has."""
    for option, chosen in CHOSEN.items():
        for tool in TOOLS:
            if tool != chosen["tool"]:
                raw = {**golden(option), "tool": tool}
                yield from _supported(f"{option} with {tool}", option, raw, library)


def evaluation(library: RunbookLibrary) -> Iterator[Walk]:
    """Yield a runbook of every option to try it with: with its own tool, or with Helm."""
    for option in CHOSEN:
        plain: dict[str, object] = {"namespaces": ["shop"], "platform": "kind"}
        walks = (
            walk
            for tool in ("cli", "helm")
            for walk in _supported(f"{option} to try", option, {**plain, "tool": tool}, library)
        )
        yield from islice(walks, 1)


def _supported(
    name: str, option: str, raw: dict[str, object], library: RunbookLibrary
) -> Iterator[Walk]:
    try:
        supported_values(option, parse_parameters(option, raw), library)
    except Unsupported:
        return
    yield Walk(name, option, raw)
