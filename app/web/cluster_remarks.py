"""What options say about the cluster in a link: its versions, plug-in and platform."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.content.load import Content
from app.domain.catalogue import Option
from app.domain.environment import CNIS, PLATFORMS, Environment
from app.domain.environment_remarks import Remark, Standing, remarks_for
from app.domain.errors import Problem
from app.web.answers import Asked
from app.web.cluster_link import environment_in
from app.web.comparison_state import read_environment


@dataclass(frozen=True, slots=True)
class OwnCluster:
    """The environment in words, and by option what does not simply fit, the worst first."""

    words: tuple[str, ...]
    remarks: tuple[tuple[Option, tuple[Remark, ...]], ...]
    problems: tuple[Problem, ...]


def own_cluster_of(content: Content, asked: Asked, *options: str) -> OwnCluster | None:
    """Return what these options say about the cluster in a link; None when it holds none."""
    typed = environment_in(asked)
    if not typed:
        return None
    environment, problems = read_environment(typed)
    found = [content.catalogue.option(option) for option in options]
    return OwnCluster(
        words=tuple(_words(environment)),
        remarks=tuple((option, _unfitting(option, environment)) for option in found),
        problems=problems,
    )


def _unfitting(option: Option, environment: Environment) -> tuple[Remark, ...]:
    remarks = remarks_for(option, environment)
    unfitting = [one for one in remarks if one.standing is not Standing.FITS]
    return tuple(sorted(unfitting, key=lambda one: -one.standing))


def _words(environment: Environment) -> Iterator[str]:
    if environment.kubernetes:
        yield f"Kubernetes {environment.kubernetes}"
    if environment.platform:
        yield PLATFORMS[environment.platform]
    if environment.cni:
        yield CNIS[environment.cni]
    if environment.kernel:
        yield f"Linux {environment.kernel}"
