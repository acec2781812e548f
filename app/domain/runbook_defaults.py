"""What a decision's answers settle for a runbook: what is so, and what is wished and supported."""

from collections.abc import Iterator, Mapping
from typing import Final

from app.domain.errors import Unsupported
from app.domain.recipe import RunbookLibrary
from app.domain.runbook import supported_values
from app.domain.runbook_choices import (
    Certificates,
    Cni,
    GatewayApi,
    Multicluster,
    Observability,
    Platform,
    Profile,
    ProgressiveDelivery,
)
from app.domain.runbook_form import parse_parameters

Answers = Mapping[str, tuple[str, ...]]
Wish = Mapping[str, object]

_JOINED: Final = frozenset({"several_flat_network", "several_separate_networks"})
_IDENTITY: Final = frozenset({"workload_identity", "fips"})


def defaults_from_answers(
    option: str, answers: Answers, library: RunbookLibrary
) -> dict[str, object]:
    """Return the parameters that a decision's answers settle; the others are absent.

    Platform and network are as answered, even where the option does not run there: that is for the
    page to explain. A wish is only granted where the option's runbook supports it beside the rest.
    How much the Gateway API matters settles nothing: who brings its definitions depends on the
    platform alone.
    Raises NotFound for an option without a runbook.
    """
    library.recipe(option)
    settled = dict(_facts(answers))
    if not _supports(option, settled, library):
        return settled
    for ways in _wishes(answers):
        granted = (way for way in ways if _supports(option, {**settled, **way}, library))
        settled.update(next(granted, {}))
    return settled


def _facts(answers: Answers) -> Iterator[tuple[str, object]]:
    for platform in answers.get("platform", ()):
        if platform in tuple(Platform):
            yield "platform", platform
    for cni in answers.get("cni", ()):
        yield "cni", cni if cni in tuple(Cni) else Cni.PLATFORM_DEFAULT.value


def _wishes(answers: Answers) -> Iterator[list[Wish]]:
    """Yield each wish as the ways in which it can come true, the simplest first."""
    goals = answers.get("goals", ())
    if "first_mesh" in answers.get("team", ()):
        yield [{"profile": Profile.EVALUATION.value}]
    if Platform.OPENSHIFT in answers.get("platform", ()):
        # From 4.19 on, which is Kubernetes 1.32, the platform owns the definitions.
        yield [{"gateway_api": GatewayApi.EXISTING.value}]
    if "mtls" in goals or _IDENTITY & set(answers.get("mtls_assurance", ())):
        yield [{"strict_mtls": "true"}]
    if _JOINED & set(answers.get("clusters", ())):
        joined = [way.value for way in Multicluster if way is not Multicluster.NONE]
        yield [
            {"multicluster": way} if signer is None else {"multicluster": way, **signer}
            for signer in (None, *_signers())
            for way in joined
        ]
    if "automated" in answers.get("canary_style", ()):
        tools = (tool for tool in ProgressiveDelivery if tool is not ProgressiveDelivery.NONE)
        yield [{"progressive_delivery": tool.value} for tool in tools]
    if "observability" in goals:
        yield [{"observability": Observability.BUNDLED.value}]


def _signers() -> Iterator[Wish]:
    """Yield who else can sign: clusters that are joined need a root that both have."""
    for one in (Certificates.OWN_CA, Certificates.CERT_MANAGER):
        yield {"certificates": one.value}


def _supports(option: str, raw: Wish, library: RunbookLibrary) -> bool:
    try:
        supported_values(option, parse_parameters(option, raw), library)
    except Unsupported:
        return False
    return True
