"""What there is to say about a decision today: as data for programs, in sentences for people."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from app.domain.catalogue import Catalogue
from app.domain.decisions import Revision
from app.domain.graph import Answers
from app.domain.reevaluation import Reevaluation, State
from app.domain.shift_words import sentence_of
from app.domain.shifts import Kind
from app.domain.tripwires import is_due, tripped, words_of
from app.domain.undoing import Basis
from app.domain.watch import Watch


@dataclass(frozen=True, slots=True)
class Cause:
    """A shift that is responsible; `place` is `option.feature` for a cell, else an id."""

    kind: Kind
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Touched:
    """A tripwire that was touched: what was written down, and what touched it."""

    reopen_when: str
    because: str
    note: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A decision as it stands on a day.

    `causes` made the difference: any one of them if `any_cause_alone`, otherwise together. They
    are proven where undoing them brings the old recommendation back; else they are all that
    shifted and counts. `blame` says which of these it is, `summary` the state in one sentence,
    `sentences` everything.
    """

    on: date
    state: State
    summary: str
    recommended_then: str | None
    recommended_now: str | None
    chosen_option: str
    weaknesses: tuple[str, ...]
    causes: tuple[Cause, ...]
    causes_are_proven: bool
    any_cause_alone: bool
    reworded_questions: tuple[str, ...]
    tripwires: tuple[Touched, ...]
    review_on: date | None
    is_review_due: bool
    versions_then: Mapping[str, str]
    versions_now: Mapping[str, str]
    needs_attention: bool
    blame: str = ""
    sentences: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """What is the same for two notices that say the same, in whatever words."""
        says: list[Any] = [self.state, self.recommended_now, self.chosen_option]
        says += [sorted(cause.place for cause in self.causes), sorted(self.reworded_questions)]
        says += [[touched.reopen_when for touched in self.tripwires], self.is_review_due]
        return sha256(json.dumps(says).encode()).hexdigest()


def notice_of(
    basis: Basis,
    revision: Revision,
    watch: Watch,
    found: Reevaluation,
    *,
    on: date,
    shows: Answers,
) -> Notice:
    """Return what there is to say on a day; `shows` are answers that a cluster has shown since."""
    catalogue, graph, _ = basis
    blame = found.blame
    touched = tuple(
        Touched(words_of(catalogue, graph, each.tripwire), each.because, each.tripwire.note)
        for each in tripped(catalogue, graph, watch, on=on, shows=shows)
    )
    is_review_due = is_due(watch, on)
    notice = Notice(
        on=on,
        state=found.state,
        summary=_summary(catalogue, found),
        recommended_then=found.winner_then,
        recommended_now=found.winner_now,
        chosen_option=revision.chosen_option,
        weaknesses=found.weaknesses,
        causes=tuple(
            Cause(shift.kind, shift.place, sentence_of(catalogue, graph, shift))
            for shift in (blame.shifts if blame else ())
        ),
        causes_are_proven=blame is not None and blame.is_proven,
        any_cause_alone=blame is not None and blame.alone,
        reworded_questions=found.reworded,
        tripwires=touched,
        review_on=watch.review_on,
        is_review_due=is_review_due,
        versions_then=found.versions_then.told,
        versions_now=found.versions_now.told,
        needs_attention=found.state is not State.UNCHANGED or bool(touched) or is_review_due,
    )
    notice = replace(notice, blame=_blame(notice) if notice.causes else "")
    return replace(notice, sentences=tuple(_sentences(notice)))


def _blame(notice: Notice) -> str:
    if not notice.causes_are_proven:
        return "This has shifted since; what of it made the difference could not be told apart."
    if len(notice.causes) == 1:
        return "One thing made the difference: without it nothing would have moved."
    if notice.any_cause_alone:
        return "Each of these makes the difference: with any one undone, nothing would have moved."
    return "These made the difference together."


def _sentences(notice: Notice) -> Iterator[str]:
    """Yield everything in words, the most important first."""
    yield notice.summary
    for touched in notice.tripwires:
        note = f" {touched.note}" if touched.note else ""
        yield f"To be reopened when {touched.reopen_when}.{note} {touched.because}"
    if notice.is_review_due:
        yield f"The review date, {notice.review_on}, has come."
    yield from notice.weaknesses
    if notice.causes:
        yield notice.blame
    yield from (cause.text for cause in notice.causes)


def _summary(catalogue: Catalogue, found: Reevaluation) -> str:
    then, now = (_name(catalogue, each) for each in (found.winner_then, found.winner_now))
    if found.state is State.UNKNOWN:
        return "Questions have changed since these answers were given: please answer them again."
    if found.state is State.FLIPPED:
        return f"Today {now} would be recommended for the same answers; it was {then}."
    if found.state is State.WEAKER:
        return f"Today {then} would still be recommended, with less behind it."
    if found.versions_then != found.versions_now:
        return "The catalogue has changed since, and the recommendation is the same."
    return "The recommendation is the same today."


def _name(catalogue: Catalogue, option: str | None) -> str:
    known = catalogue.option_by_id.get(option or "")
    return known.short_name if known else option or "nothing"
