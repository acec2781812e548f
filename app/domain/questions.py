"""What the decision graph is made of: questions, answers, conditions and effects."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from app.domain.published import Frozen, Id, Published, Sequence, Text, read_as

Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=40)]
"""The id of a question, an answer or a criterion. It is a contract: links and clients use it."""

NOT_SURE = "not_sure"
"""Given instead of an answer: the question was seen and narrows nothing."""

Answers = Mapping[str, tuple[str, ...]]
"""Question id to answer ids in the question's order, or to `(NOT_SURE,)`."""


def is_id(value: object) -> bool:
    """Tell whether a value is shaped like an id, so that a message may repeat it."""
    return isinstance(value, str) and re.fullmatch(r"[a-z0-9_]{1,40}", value) is not None


class Level(StrEnum):
    """How much of a feature a must-have asks for."""

    PARTIAL = "partial"
    FULL = "full"


_Level = Annotated[Level, read_as(Level)]
_Ids = Annotated[tuple[Id, ...], Sequence]
_Names = Annotated[tuple[Name, ...], Sequence]


class Condition(Published):
    """When a question is asked. Exactly one of the four forms; `has` means any of these."""

    all: Annotated[tuple["Condition", ...], Sequence] = ()
    any: Annotated[tuple["Condition", ...], Sequence] = ()
    none: Annotated[tuple["Condition", ...], Sequence] = ()
    question: Name | None = None
    has: _Names = ()

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = [self.all, self.any, self.none, self.question]
        if sum(bool(form) for form in forms) != 1 or bool(self.has) != bool(self.question):
            raise ValueError("give one of: all, any, none, or question with has")
        return self

    def holds(self, given: Answers) -> bool:
        """Tell whether the answers given so far fulfil the condition."""
        if self.question is not None:
            return not self._wanted.isdisjoint(given.get(self.question, ()))
        if self.none:
            return not any(part.holds(given) for part in self.none)
        if self.any:
            return any(part.holds(given) for part in self.any)
        return all(part.holds(given) for part in self.all)

    @cached_property
    def _wanted(self) -> frozenset[str]:
        return frozenset(self.has)

    def leaves(self) -> tuple[tuple[str, str], ...]:
        """Return every (question, answer) the condition speaks of."""
        own = tuple((self.question, answer) for answer in self.has if self.question)
        parts = (*self.all, *self.any, *self.none)
        return own + tuple(leaf for part in parts for leaf in part.leaves())


class Effect(Published):
    """What an answer does, in features and criteria, never in options.

    `require` makes features must-haves; `add_on` names features that an add-on may supply;
    `weigh` adds points to criteria; `emphasise` lets a feature count as much as so many
    ordinary rows of its criterion; `paid` says whether a contract may supply a must-have.
    """

    because: Text
    require: Frozen[Id, _Level] = Field(default_factory=dict)
    add_on: _Ids = ()
    weigh: Frozen[Name, float] = Field(default_factory=dict)
    emphasise: Frozen[Id, float] = Field(default_factory=dict)
    paid: Literal["accept", "refuse"] | None = None
    sources: _Ids = ()

    @model_validator(mode="after")
    def _do_something(self) -> Self:
        if not (self.require or self.add_on or self.weigh or self.emphasise or self.paid):
            raise ValueError("an effect must do something")
        if any(points <= 0 for points in (*self.weigh.values(), *self.emphasise.values())):
            raise ValueError("points and emphasis must be above 0")
        if any(self.require.get(feature) is Level.FULL for feature in self.add_on):
            raise ValueError("what an add-on may supply can be required as partial only")
        return self

    @property
    def features(self) -> tuple[str, ...]:
        """Every feature the effect speaks of, once, in order."""
        return tuple(dict.fromkeys((*self.require, *self.add_on, *self.emphasise)))


class Answer(Published):
    """One answer to a question."""

    id: Name
    text: Text
    hint: Text | None = None
    effects: Annotated[tuple[Effect, ...], Sequence] = ()
    excludes_others: bool = Field(default=False, description="Cannot be given with others.")
    stops: bool = Field(default=False, description="Ends the walk: nothing more is asked.")
    since: Version = Field(default="1.0.0", description="The question's version that added it.")


@dataclass(frozen=True, slots=True)
class Requirement:
    """A must-have, with the answer that asked for it and its reason in words."""

    feature: str
    level: Level
    add_on: bool
    question: str
    answer: str
    because: str


class Question(Published):
    """One question. `text` is its heading, `why` tells why it is asked.

    Version rule: major, old answers are unusable; minor, answers were added; patch, wording.
    """

    id: Name
    version: Version
    text: Text
    why: Text
    hint: Text | None = None
    multi: bool = False
    by_strictness: bool = Field(default=False, description="Answers go from lenient to strict.")
    asked_when: Condition | None = None
    answers: Annotated[tuple[Answer, ...], Sequence] = Field(min_length=2)

    @model_validator(mode="after")
    def _distinct_answers(self) -> Self:
        ids = [answer.id for answer in self.answers]
        if len(set(ids)) != len(ids) or NOT_SURE in ids:
            raise ValueError(f"answers must be distinct, and none may be called {NOT_SURE}")
        if any(answer.excludes_others for answer in self.answers) and not self.multi:
            raise ValueError("only a question with several answers can have an exclusive one")
        return self

    @cached_property
    def answer_by_id(self) -> Mapping[str, Answer]:
        """The answers by id."""
        return {answer.id: answer for answer in self.answers}

    @cached_property
    def together(self) -> frozenset[str]:
        """The answers that may be given with others."""
        return frozenset(answer.id for answer in self.answers if not answer.excludes_others)

    @cached_property
    def requirements(self) -> Mapping[str, tuple[Requirement, ...]]:
        """The must-haves of each answer."""
        return {
            answer.id: tuple(
                Requirement(
                    feature=feature,
                    level=level,
                    add_on=feature in effect.add_on,
                    question=self.id,
                    answer=answer.id,
                    because=effect.because,
                )
                for effect in answer.effects
                for feature, level in effect.require.items()
            )
            for answer in self.answers
        }

    def answer(self, answer_id: str) -> Answer:
        """Return an answer; KeyError when there is none."""
        return self.answer_by_id[answer_id]


class Express(Published):
    """A short cut through the graph: a few answers that are enough for a first advice."""

    id: Name
    label: Text
    hint: Text
    answers: Frozen[Name, _Names]
