"""What a link says of the visitor's own cluster, handed on from page to page beside the answers.

Four kinds of parameters: the fields of a sizing, the environment of the comparison (`my_...`),
the runbook's parameters that the cluster settles (`runbook....`, because some are called like a
question of the graph), and what the cluster lacks for an option (`lacks`, once for each).
"""

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlencode

from app.domain.cluster_answers import PARAMETERS
from app.domain.environment import FIELDS
from app.web.answers import Asked
from app.web.overhead_form import SIZING

RUNBOOK: Final = "runbook."
LACKS: Final = "lacks"
CLUSTER: Final = (*SIZING, *FIELDS, *(f"{RUNBOOK}{name}" for name in PARAMETERS), LACKS)
"""The names of all these parameters."""


def cluster_pairs(
    sizing: Mapping[str, str],
    environment: Mapping[str, str],
    parameters: Mapping[str, str],
    lacks: Iterable[str],
) -> tuple[tuple[str, str], ...]:
    """Return what is known of a cluster as the parameters of a link."""
    return (
        *sizing.items(),
        *environment.items(),
        *((f"{RUNBOOK}{name}", text) for name, text in parameters.items()),
        *((LACKS, one) for one in lacks),
    )


def environment_in(asked: Asked) -> dict[str, str]:
    """Return the environment that a link carries, as it was typed."""
    return {name: text for name, text in asked.carried if name in FIELDS}


def facts_of(asked: Asked) -> dict[str, str]:
    """Return what a link says of the cluster as facts by name, to be kept with a decision."""
    facts: dict[str, str] = {}
    for name, text in asked.carried:
        fact = name.removeprefix(RUNBOOK).removeprefix("my_")
        facts[fact] = f"{facts[fact]}, {text}" if fact in facts and name == LACKS else text
    return facts


def kept_of(asked: Asked) -> tuple[tuple[str, str], ...]:
    """Return what the form of a runbook hands on: what its page says of the cluster."""
    return tuple(pair for pair in asked.carried if pair[0] in {*FIELDS, LACKS})


def compare_link(asked: Asked) -> str:
    """Return the comparison for the answers and the environment of a link."""
    return _link("/compare", asked, FIELDS)


def runbook_link(asked: Asked, option: str) -> str:
    """Return the runbook of an option for the answers and the cluster of a link."""
    return _link(f"/runbooks/{option}", asked, (name for name in CLUSTER if name not in SIZING))


def overhead_link(asked: Asked, texts: Mapping[str, str]) -> str:
    """Return the page of the overhead for a sizing, with all else that a link says."""
    others = (name for name in CLUSTER if name not in SIZING)
    return _link("/overhead", asked, others, {name: text for name, text in texts.items() if text})


def _link(
    path: str, asked: Asked, names: Iterable[str], more: Mapping[str, str] | None = None
) -> str:
    wanted = set(names)
    pairs = [*(more or {}).items(), *(pair for pair in asked.carried if pair[0] in wanted)]
    query = "&".join(part for part in (urlencode(pairs), asked.model_query) if part)
    return f"{path}?{query}".rstrip("?")
