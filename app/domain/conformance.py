"""Gateway API conformance reports: what each says, and for which options none was found."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.domain.published import Day, Id, Ids, Published, Sequence, Text, Texts, read_as


class Outcome(StrEnum):
    """How a report sums up the tests of one level: partial means that tests were skipped."""

    SUCCESS = "success"
    PARTIAL = "partial"
    FAILURE = "failure"


class Found(StrEnum):
    """What the search for an option's reports found."""

    CURRENT = "current"
    OLD = "old"
    NONE = "none"


class Result(Published):
    """The tests of one level of a profile, and the features the implementation claims or not."""

    result: Annotated[Outcome, read_as(Outcome)]
    passed: int = Field(ge=0)
    failed: int = Field(ge=0)
    skipped: int = Field(ge=0)
    failed_tests: Texts = ()
    skipped_tests: Texts = ()
    supported: Texts = ()
    unsupported: Texts = ()


class Profile(Published):
    """One profile of a report, under the name it had then: MESH became MESH-HTTP."""

    name: Text
    core: Result
    extended: Result | None = None

    @property
    def is_mesh(self) -> bool:
        """Whether it is about routes between services, not about gateways."""
        return self.name.startswith("MESH")


class Report(Published):
    """A published report. `mode` and `channel` are the report's own words, or `unknown`."""

    id: Id
    options: Ids = Field(min_length=1, description="The options that this implementation is.")
    project: Text
    organisation: Text
    version: Text
    date: Day
    mode: Text
    gateway_api: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    channel: Text
    path: Text
    source: Id | None = None
    note: Text | None = None
    profiles: Annotated[tuple[Profile, ...], Sequence] = Field(min_length=1)

    @property
    def minor(self) -> str:
        """The Gateway API minor it was run on, as in 1.6."""
        return self.gateway_api.rsplit(".", 1)[0]


class Search(Published):
    """When the reports of an option were looked for, and what there was."""

    option: Id
    looked_on: Day
    found: Annotated[Found, read_as(Found)]
    note: Text | None = None
    source: Id | None = None


class Conformance(Published):
    """All reports, as read in one repository at one commit."""

    repository: Text
    commit: Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")]
    committed_on: Day
    read_on: Day
    newest_minors: Texts = Field(min_length=1, description="Gateway API minors, newest first.")
    reports: Annotated[tuple[Report, ...], Sequence]
    searches: Annotated[tuple[Search, ...], Sequence]

    def reports_of(self, option: str) -> tuple[Report, ...]:
        """Return the option's reports, the newest first."""
        own = (report for report in self.reports if option in report.options)
        return tuple(sorted(own, key=lambda report: report.date, reverse=True))

    def search_for(self, option: str) -> Search | None:
        """Return how the search for the option's reports ended; None if nobody looked."""
        return next((search for search in self.searches if search.option == option), None)

    def is_current(self, report: Report) -> bool:
        """Whether the report is for one of the newest Gateway API minors."""
        return report.minor in self.newest_minors

    def address(self, report: Report) -> str:
        """Return where the report can be read, at the commit that was read."""
        return f"https://github.com/{self.repository}/blob/{self.commit}/{report.path}"

    def found(self, option: str) -> Found:
        """Return what the reports themselves say of an option."""
        reports = self.reports_of(option)
        if any(self.is_current(report) for report in reports):
            return Found.CURRENT
        return Found.OLD if reports else Found.NONE
