"""Decisions: what a team chose, what was recommended, why, and every revision since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from app.domain.graph import Answers, Graph
from app.domain.outcome import Recommendation

_SHOWN = TypeAdapter(Recommendation)


@dataclass(frozen=True, slots=True)
class Versions:
    """What a recommendation was computed from."""

    catalogue: str
    graph: str
    engine: str

    @property
    def told(self) -> dict[str, str]:
        """The versions under the names that clients know them by."""
        return {"catalog": self.catalogue, "graph": self.graph, "engine": self.engine}


@dataclass(frozen=True, slots=True)
class Advice:
    """A recommendation as it was shown: `shown` is the JSON that clients got, kept whole.

    `grounds` is the id of what it rests on; None where that was not kept.
    """

    winner: str | None
    versions: Versions
    shown: Mapping[str, Any]
    grounds: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a decision; never changed once saved. `created_at` is in UTC.

    `question_versions` says to which wording of each question the answers were given; `cluster`
    holds what the team's cluster said: `facts` by name and the `answers` that they settle.
    """

    number: int
    title: str
    author: str
    answers: Answers
    question_versions: Mapping[str, str]
    weights: Mapping[str, float] | None
    advice: Advice
    chosen_option: str
    reason: str
    note: str
    created_at: datetime
    cluster: Mapping[str, Any] | None = None

    @property
    def follows_advice(self) -> bool:
        """Whether the team chose what was recommended."""
        return self.chosen_option == self.advice.winner

    @property
    def overrides(self) -> Answers:
        """The answers that differ from what the team's cluster said."""
        settled = (self.cluster or {}).get("answers", {})
        return {
            question: given
            for question, given in self.answers.items()
            if question in settled and list(given) != list(settled[question])
        }


@dataclass(frozen=True, slots=True)
class Team:
    """Who decides. Two teams of one name are two teams: their links tell them apart."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A saved decision in its newest revision. Its id opens nothing: links do.

    `imported_at` is set where it came from a file, with what had been recommended before.
    """

    id: str
    team: Team
    created_at: datetime
    revision: Revision
    imported_at: datetime | None = None


def advice_of(recommendation: Recommendation, grounds: str | None = None) -> Advice:
    """Return a recommendation in the form in which it is kept."""
    made_with = recommendation.versions
    return Advice(
        winner=recommendation.winner,
        versions=Versions(made_with["catalog"], made_with["graph"], made_with["engine"]),
        shown=_SHOWN.dump_python(recommendation, mode="json"),
        grounds=grounds,
    )


def reworded_questions(revision: Revision, graph: Graph) -> tuple[str, ...]:
    """Return the answered questions whose answers no longer mean what they meant.

    Those are the ones that are gone and those of another major version.
    """
    today = {question.id: question.version for question in graph.questions}
    return tuple(
        question
        for question, version in revision.question_versions.items()
        if today.get(question, "").partition(".")[0] != version.partition(".")[0]
    )
