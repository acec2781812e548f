"""The parts of a recipe that are no steps: phases, pins, notes, barriers, settings and faults."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.domain.published import Id, Published, Text, Url
from app.domain.step_templates import Sequence, StepTemplate, When

Version = Annotated[str, Field(pattern=r"^1\.[0-9]{2}$")]


class PhaseId(StrEnum):
    """The phases of every runbook, in the order in which they are run."""

    PREFLIGHT = "preflight"
    INSTALL = "install"
    VERIFY = "verify"
    ONBOARD = "onboard"
    SECURE = "secure"
    OBSERVE = "observe"
    RELEASE = "release"
    MULTICLUSTER = "multicluster"
    UPGRADE = "upgrade"
    ROLLBACK = "rollback"
    UNINSTALL = "uninstall"
    TROUBLESHOOT = "troubleshoot"


class Origin(Published):
    """Where upstream documents a step, in which version, and how far we checked it."""

    title: Text
    url: Url
    version: Text
    checked: Text


class Pin(Published):
    """A tool or chart in the one version that the runbook was made for."""

    name: Text
    version: Text
    where: Url
    proof: Text = Field(description="How to tell that the download is the real one.")
    when: When = Field(default_factory=dict)


class Minutes(Published):
    """Expected duration."""

    low: int = Field(ge=1)
    high: int = Field(ge=1)


class PhaseTemplate(Published):
    """Steps that belong together, with who does them and what they can break."""

    id: Annotated[PhaseId, Field(strict=False)]
    goal: Text
    minutes: Minutes
    blast_radius: Text
    steps: Annotated[tuple[StepTemplate, ...], Sequence]


class Note(Published):
    """What one should know before starting, under a condition."""

    when: When = Field(default_factory=dict)
    text: Text
    source: Id


class Barrier(Published):
    """A combination that upstream does not support."""

    when: When
    reason: Text
    nearest: Text


class Setting(Published):
    """A placeholder's value; of several that hold, the last counts."""

    name: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    value: Text | int
    when: When = Field(default_factory=dict)


class Fault(Published):
    """A sign of trouble, its likely cause and what mends it."""

    sign: Text
    cause: Text
    fix: Text


class KubernetesRange(Published):
    """The Kubernetes versions that the pinned version runs on."""

    lowest: Version
    highest: Version
    because: Text
