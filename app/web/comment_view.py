"""What was said about a decision, in words for its page."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.content.load import Content
from app.domain.comments import OPTION, QUESTION, Comment, Opinion, Stance, newest_of, subjects_of
from app.domain.decisions import Decision
from app.web.answer_words import names_of, question_in_words


@dataclass(frozen=True, slots=True)
class Talk:
    """Comments, open ones apart, and the newest opinion of each; subjects by what is about them.

    `counts` says how many stand where, in the order agree, can live with it, object.
    """

    open: tuple[Comment, ...]
    resolved: tuple[Comment, ...]
    opinions: tuple[Opinion, ...]
    subjects: dict[str, str]
    counts: dict[Stance, int]


def talk_of(
    content: Content, decision: Decision, said: Sequence[Comment], opinions: Sequence[Opinion]
) -> Talk:
    """Return what there is to show."""
    newest = newest_of(opinions)
    subjects = {key: _subject(content, key) for key in subjects_of(decision)}
    subjects |= {each.about: _subject(content, each.about) for each in said}
    return Talk(
        open=tuple(each for each in said if each.resolved_at is None),
        resolved=tuple(each for each in said if each.resolved_at is not None),
        opinions=newest,
        subjects=subjects,
        counts={stance: sum(each.stance is stance for each in newest) for stance in Stance},
    )


def _subject(content: Content, about: str) -> str:
    if about.startswith(QUESTION):
        return question_in_words(content.graph, about.removeprefix(QUESTION))
    if about.startswith(OPTION):
        option = about.removeprefix(OPTION)
        return names_of(content).get(option, option)
    return "The decision"
