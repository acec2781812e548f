"""What the page of a saved decision shows, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.content.load import Content
from app.domain.catalogue import Option
from app.domain.decisions import Decision, Revision, reworded_questions
from app.domain.graph import Graph
from app.domain.notice import Notice
from app.domain.vector import query_of
from app.settings import Settings
from app.store.history import Noted
from app.web.access import Entry
from app.web.answer_words import answers_in_words, names_of, question_in_words


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """A question and what was answered, in today's words; `is_reworded` if they changed.

    `cluster` is what the team's cluster said, where the team answered otherwise.
    """

    id: str
    question: str
    answers: tuple[str, ...]
    is_reworded: bool
    cluster: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision, its history newest first, and what there is to say about it today.

    `names` are the options' short names by id; `notice` is what there is to say today;
    `view_link` and `edit_link` are empty where this browser has none.
    """

    decision: Decision
    address: str
    history: tuple[Noted, ...]
    options: tuple[Option, ...]
    names: Mapping[str, str]
    answers: tuple[AnswerGiven, ...]
    notice: Notice
    query: str
    view_link: str
    edit_link: str

    @property
    def revision(self) -> Revision:
        """The newest revision."""
        return self.decision.revision

    def name(self, option_id: str | None) -> str:
        """Return an option's name; its id when it has left the catalogue."""
        return "none" if option_id is None else self.names.get(option_id, option_id)


def view_of(
    content: Content,
    settings: Settings,
    entry: Entry,
    history: tuple[Noted, ...],
    secret: str,
    *,
    notice: Notice,
) -> DecisionView:
    """Return what there is to show; `secret` is empty for a visitor without an edit link."""
    revision = entry.decision.revision
    here = f"{str(settings.public_url).rstrip('/')}/decisions/{entry.address}"
    return DecisionView(
        decision=entry.decision,
        address=entry.address,
        history=history,
        options=content.catalogue.options,
        names=names_of(content),
        answers=answers_given(content.graph, revision),
        notice=notice,
        query=query_of(revision.answers, revision.weights),
        view_link=here if entry.by_address else "",
        edit_link=f"{here}/edit/{secret}" if secret else "",
    )


def answers_given(graph: Graph, revision: Revision) -> tuple[AnswerGiven, ...]:
    """Return what was answered in a revision, question by question."""
    reworded = reworded_questions(revision, graph)
    settled = (revision.cluster or {}).get("answers", {})
    return tuple(
        AnswerGiven(
            id=question_id,
            question=question_in_words(graph, question_id),
            answers=answers_in_words(graph, question_id, given),
            is_reworded=question_id in reworded,
            cluster=answers_in_words(graph, question_id, tuple(settled[question_id]))
            if question_id in revision.overrides
            else (),
        )
        for question_id, given in revision.answers.items()
    )
