"""What options say about the cluster in a link: its versions, plug-in and platform."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.content.load import Content
from app.domain.catalogue import Option
from app.domain.cluster_requirements import Severity
from app.domain.environment import CNIS, PLATFORMS, Environment
from app.domain.environment_remarks import Remark, Standing, remarks_for
from app.domain.errors import Problem
from app.web.answers import Asked
from app.web.cluster_link import LACKS, environment_in
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
    lacks = [text for name, text in asked.carried if name == LACKS]
    if not typed and not lacks:
        return None
    environment, problems = read_environment(typed)
    found = [content.catalogue.option(option) for option in options]
    return OwnCluster(
        words=tuple(_words(environment)),
        remarks=tuple(
            (option, _unfitting(option, environment, tuple(_lacking(content, option, lacks))))
            for option in found
        ),
        problems=problems,
    )


def _unfitting(
    option: Option, environment: Environment, lacking: tuple[Remark, ...]
) -> tuple[Remark, ...]:
    remarks = remarks_for(option, environment)
    read = {one.feature for one in remarks}
    found = [*remarks, *(one for one in lacking if one.feature not in read)]
    unfitting = [one for one in found if one.standing is not Standing.FITS]
    return tuple(sorted(unfitting, key=lambda one: -one.standing))


def _lacking(content: Content, option: Option, lacks: Iterable[str]) -> Iterator[Remark]:
    for requirement, value in content.cluster_requirements.named(lacks):
        if requirement.option == option.id:
            is_fatal = requirement.severity is Severity.BLOCKS
            standing = Standing.FAILS if is_fatal else Standing.READ
            summary = option.cell(requirement.feature).claim.summary
            yield Remark(standing, requirement.said_of(value), requirement.feature, summary)


def _words(environment: Environment) -> Iterator[str]:
    if environment.kubernetes:
        yield f"Kubernetes {environment.kubernetes}"
    if environment.platform:
        yield PLATFORMS[environment.platform]
    if environment.cni:
        yield CNIS[environment.cni]
    if environment.kernel:
        yield f"Linux {environment.kernel}"
