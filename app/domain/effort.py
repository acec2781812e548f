"""What an option asks of those who run it, and what can go wrong: each with what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    """When the effort comes, in the order of an option's life."""

    INSTALL = "install"
    JOIN = "join"
    RUN = "run"
    FAIL = "fail"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the estimate; `unit` is that of its figures, or empty where there are none."""

    id: str
    stage: Stage
    name: str
    unit: str
    because: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one line for an option.

    `text` says it in words and `detail` in more; `low` to `high` are in the item's unit, both
    None where there is no figure. It rests on `cells` (`option.feature`), on `sources` and on
    `phases` of the runbook, whose `steps` it names. `is_unknown`: nobody says it.
    """

    text: str
    detail: str = ""
    low: float | None = None
    high: float | None = None
    cells: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Effort:
    """The estimate for one option.

    `runbook` are the parameters of the runbook in which steps were counted, None where upstream
    supports none for these answers; `refused` then says why.
    """

    option: str
    entries: Mapping[str, Entry]
    runbook: Mapping[str, str] | None
    refused: str | None


ITEMS: Final = (
    Item("components", Stage.INSTALL, "Components of a default install", "workloads",
         "Each is one more thing to watch, to size and to upgrade."),
    Item("own_resource_kinds", Stage.INSTALL, "Own resource kinds, for the whole cluster", "CRDs",
         "Who installs or upgrades them needs rights on the whole cluster, and so does who removes "
         "them."),
    Item("privileges", Stage.INSTALL, "Privileges on nodes and in pods", "",
         "What runs with them is what an attacker would want, and what a policy may refuse."),
    Item("restricted_pods", Stage.INSTALL, "Works where pods are restricted", "",
         "Pod Security levels refuse what asks for more."),
    Item("install_steps", Stage.INSTALL, "Steps that change the cluster", "steps",
         "Each can fail, and has a check and a way back in the runbook."),
    Item("install_minutes", Stage.INSTALL, "Time for preflight, install and verify", "minutes",
         "As the runbook expects it, without reviews and approvals."),
    Item("restart_to_join", Stage.JOIN, "Joins running pods", "",
         "Where it does not, every workload is restarted once to join."),
    Item("join_steps", Stage.JOIN, "Steps to take in and secure one namespace", "steps",
         "The runbook's own demo comes first and is counted too."),
    Item("join_restarts", Stage.JOIN, "Restarts of each of your namespaces", "restarts",
         "A Deployment with one replica may have a gap."),
    Item("join_minutes", Stage.JOIN, "Time to take in and secure one namespace", "minutes",
         "As the runbook expects it, the demo among it."),
    Item("releases_a_year", Stage.RUN, "Releases a year", "releases",
         "Each brings changes to read, whether it is taken or not."),
    Item("fixed_months", Stage.RUN, "Free fixes for one release", "months",
         "After that, security fixes come with an upgrade only."),
    Item("upgrades_a_year", Stage.RUN, "Upgrades a year that keep fixes coming", "upgrades",
         "From 12 over the months with fixes, to every release there is. Where versions cannot be "
         "skipped, one of them may take several steps."),
    Item("upgrade", Stage.RUN, "How an upgrade goes", "",
         "Whether it moves in steps, how far versions may be apart, and how to go back."),
    Item("upgrade_steps", Stage.RUN, "Steps that change the cluster, per upgrade", "steps",
         "As counted in the runbook's upgrade phase."),
    Item("upgrade_minutes", Stage.RUN, "Time per upgrade", "minutes",
         "As the runbook expects it."),
    Item("upgrade_restarts", Stage.RUN, "Restarts of each of your namespaces, per upgrade",
         "restarts", "Proxies in pods get their new version with a restart."),
    Item("restarts_a_year", Stage.RUN, "Restarts of each namespace a year", "restarts",
         "Upgrades a year times restarts per upgrade."),
    Item("upgrade_hours_a_year", Stage.RUN, "Hours of upgrades a year and cluster", "hours",
         "Upgrades a year times time per upgrade, low with low and high with high."),
    Item("when_parts_stop", Stage.FAIL, "High availability, and what goes on when a part stops", "",
         "Whether traffic depends on the control plane, on a node's proxy or on neither."),
    Item("words_only", Stage.FAIL, "Steps that no command takes back", "steps",
         "Of install, join, secure and upgrade: the runbook says in words what is left to do."),
    Item("uninstall", Stage.LEAVE, "Uninstall", "",
         "What is left on the cluster or on its nodes afterwards."),
    Item("leave_steps", Stage.LEAVE, "Steps to leave", "steps",
         "Rollback and uninstall together."),
    Item("leave_minutes", Stage.LEAVE, "Time to leave", "minutes",
         "As the runbook expects it for rollback and uninstall, one namespace."),
)  # fmt: skip
"""The lines of the estimate, in their order."""
