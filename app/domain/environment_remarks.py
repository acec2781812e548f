"""What an option and its cells say about the visitor's cluster; each remark names its cell."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from app.domain.catalogue import KubernetesRange, Option
from app.domain.claims import Support
from app.domain.environment import (
    ANYWHERE,
    CNIS,
    PLATFORMS,
    Environment,
    Version,
    parse_version,
)
from app.domain.environment_quotes import quotes

_RESTING: Final = {
    "kubernetes_versions",
    "kernel_requirement",
    "any_cni",
    "reuses_cilium",
    "works_on_managed_cilium",
    *(f"{platform}_support" for platform in PLATFORMS),
}
"""The features whose cells a remark may rest on."""


class Standing(IntEnum):
    """How an option or a cell stands in the environment, best first."""

    FITS = 0
    READ = 1
    UNKNOWN = 2
    FAILS = 3


@dataclass(frozen=True, slots=True)
class Remark:
    """One reading of a cell for the environment.

    `feature` names the cell it rests on, `words` are that cell's own.
    """

    standing: Standing
    text: str
    feature: str
    words: str = ""


def remarks_for(option: Option, environment: Environment) -> tuple[Remark, ...]:
    """Say how an option stands in the environment, one remark for each thing given."""
    return tuple(remark for reading in _READINGS for remark in reading(option, environment))


def remarks_on(option: Option, feature_id: str, environment: Environment) -> tuple[Remark, ...]:
    """Say how one cell reads: what rests on it, then where its words name the environment."""
    if environment == ANYWHERE:
        return ()
    found: list[Remark] = []
    if feature_id in _RESTING:
        found += [each for each in remarks_for(option, environment) if each.feature == feature_id]
    claim = option.cell(feature_id).claim
    # The summary is quoted with a remark already.
    texts = (claim.why, claim.detail) if found else (claim.summary, claim.why, claim.detail)
    quoted = {
        sentence: text
        for each in texts
        for sentence, text in quotes(each or "", option.name, environment)
    }
    found += [Remark(Standing.READ, text, feature_id, words) for words, text in quoted.items()]
    return tuple(found)


def _kubernetes(option: Option, environment: Environment) -> Iterator[Remark]:
    yours = environment.kubernetes
    if yours is None:
        return
    standing, text = _within(option.release.kubernetes, yours)
    if standing in {Standing.FAILS, Standing.READ}:
        fitting = [
            f"{other.version} takes {other.kubernetes.min} to {other.kubernetes.max}."
            for other in option.release.others
            if other.kubernetes and _within(other.kubernetes, yours)[0] is Standing.FITS
        ]
        text = " ".join((text, *fitting))
    feature = "kubernetes_versions"
    yield Remark(standing, text, feature, option.cell(feature).claim.summary)


def _within(supported: KubernetesRange, yours: Version) -> tuple[Standing, str]:
    oldest, newest = parse_version(supported.min), parse_version(supported.max)
    if oldest is None:
        return Standing.UNKNOWN, "Which Kubernetes versions it supports is unknown."
    if yours < oldest:
        return Standing.FAILS, f"Needs Kubernetes {oldest} or newer, you said {yours}."
    if newest is None:
        text = f"Needs Kubernetes {oldest} or newer; up to which version is unknown."
        return Standing.UNKNOWN, text
    if yours > newest:
        return Standing.READ, f"Stated up to Kubernetes {newest}, you said {yours}."
    return Standing.FITS, f"Kubernetes {yours} is within {oldest} to {newest}."


def _kernel(option: Option, environment: Environment) -> Iterator[Remark]:
    yours, feature = environment.kernel, "kernel_requirement"
    if yours is None:
        return
    claim = option.cell(feature).claim
    oldest = parse_version(claim.value or "")
    if claim.value == "none":
        standing, text = Standing.FITS, "Asks for no kernel of its own."
    elif oldest is None:
        standing, text = Standing.UNKNOWN, "The oldest kernel it runs on is unknown."
    elif yours >= oldest:
        standing, text = Standing.FITS, f"Needs Linux {oldest} or newer, you said {yours}."
    elif re.search(rf"\b{re.escape(str(yours))}\b", claim.summary):
        text = f"Needs Linux {oldest} or newer, you said {yours}, which the cell names as well."
        standing = Standing.READ
    else:
        standing, text = Standing.FAILS, f"Needs Linux {oldest} or newer, you said {yours}."
    yield Remark(standing, text, feature, claim.summary)


def _cni(option: Option, environment: Environment) -> Iterator[Remark]:
    if not environment.cni:
        return
    builds = option.cell("reuses_cilium").claim
    if environment.cni == "cilium" and builds.support is Support.FULL:
        text = "Builds on the Cilium you run."
        yield Remark(Standing.FITS, text, "reuses_cilium", builds.summary)
        return
    is_managed = environment.cni == "cilium_managed"
    feature = "works_on_managed_cilium" if is_managed else "any_cni"
    claim = option.cell(feature).claim
    standing, text = _AS_GRADED[claim.support]
    if feature == "any_cni" and claim.support is Support.NONE:
        text = "it has to be the plug-in itself."
    yield Remark(standing, f"You said {CNIS[environment.cni]}: {text}", feature, claim.summary)


def _platform(option: Option, environment: Environment) -> Iterator[Remark]:
    if not environment.platform:
        return
    feature = f"{environment.platform}_support"
    claim = option.cell(feature).claim
    standing, text = _AS_GRADED[claim.support]
    name = PLATFORMS[environment.platform]
    yield Remark(standing, f"You said {name}: {text}", feature, claim.summary)


_AS_GRADED: Final[Mapping[Support, tuple[Standing, str]]] = {
    Support.FULL: (Standing.FITS, "works."),
    Support.PARTIAL: (Standing.READ, "works in part."),
    Support.ADDON: (Standing.READ, "works with an add-on or a paid edition."),
    Support.NONE: (Standing.FAILS, "does not work."),
    Support.UNKNOWN: (Standing.UNKNOWN, "unknown."),
    Support.NOT_APPLICABLE: (Standing.FITS, "the question does not apply."),
}
_READINGS: Final[tuple[Callable[[Option, Environment], Iterator[Remark]], ...]] = (
    _kubernetes,
    _cni,
    _platform,
    _kernel,
)
