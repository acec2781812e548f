"""When to look at a decision again, in sentences: dates, tripwires, answers that would flip it."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from app.domain.decisions import Revision
from app.domain.explanation import AnswerFlip
from app.domain.questions import Question
from app.domain.reevaluation import Reevaluation, State
from app.domain.robustness import explain
from app.domain.support_ends import support_ends
from app.domain.tripwires import words_of
from app.domain.undoing import Basis
from app.domain.watch import Watch

MOST_FLIPS: Final = 5
"""So many changes that would change the winner are named; the page of the result has all."""


def revisits_of(
    basis: Basis, revision: Revision, watch: Watch, found: Reevaluation
) -> tuple[str, ...]:
    """Return the sentences: what the team wrote down first, then what Meshwise knows.

    Which answers would change the winner is said while today's advice is the one that was saved.
    """
    return tuple(_sentences(basis, revision, watch, found))


def _sentences(
    basis: Basis, revision: Revision, watch: Watch, found: Reevaluation
) -> Iterator[str]:
    catalogue, graph, _ = basis
    if watch.review_on:
        yield f"On {watch.review_on}, the review date."
    for wire in watch.tripwires:
        note = f" {wire.note}" if wire.note else ""
        yield f"When {words_of(catalogue, graph, wire)}.{note}"
    written = {wire.release for wire in watch.tripwires if wire.kind == "support_end"}
    for end in support_ends(catalogue, (revision.chosen_option,)):
        if end.key not in written:
            yield f"Before support of {end.release} ends ({end.day})."
    if found.state is State.UNCHANGED and revision.answers:
        flips = explain(*basis, revision.answers, revision.weights, include={"flips"}).flips
        yield from _flips(basis, flips.by_answer if flips else ())
    yield "When Meshwise says that a newer catalogue makes the recommendation weaker or flips it."


def _flips(basis: Basis, flips: Iterable[AnswerFlip]) -> Iterator[str]:
    """Yield a sentence for the answers to one question that lead to the same winner."""
    together: dict[tuple[str, str | None], list[str]] = {}
    for flip in flips:
        if flip.instead:  # A team that forgets an answer is no event to wait for.
            told = _answers(basis.graph.question(flip.question), flip.instead)
            together.setdefault((flip.question, flip.winner), []).append(told)
    for (question, winner), answers in islice(together.items(), MOST_FLIPS):
        text = basis.graph.question(question).text
        name = basis.catalogue.option(winner).short_name if winner else ""
        then = f"{name} would be recommended" if winner else "nothing would fit"
        yield f"When the answer to “{text}” becomes {' or '.join(answers)}: {then}."


def _answers(question: Question, answers: tuple[str, ...]) -> str:
    return " and ".join(f"“{question.answer(each).text}”" for each in answers)
