"""Put the page of a saved decision together, with what was typed into its forms."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from fastapi.responses import HTMLResponse

from app.domain.errors import Problem
from app.domain.links import SAYS, LinkKind
from app.store import comments, links, opinions
from app.store.history import history_of
from app.web.access import PRIVATE, Entry
from app.web.comment_view import talk_of
from app.web.cookies import NEW_LINK, held_secret
from app.web.decision_forms import EditForm
from app.web.decision_view import view_of
from app.web.linking import path_of
from app.web.reevaluating import notice_for
from app.web.render import page
from app.web.small_forms import CommentForm, LinkForm, OpinionForm
from app.web.visits import Visit


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the forms of a page that comes back, and what is wrong with it.

    `base` is what the editor had read, where somebody else has saved since.
    """

    edit: EditForm | None = None
    base: EditForm | None = None
    link: LinkForm = field(default_factory=LinkForm)
    comment: CommentForm = field(default_factory=CommentForm)
    opinion: OpinionForm = field(default_factory=OpinionForm)
    beside: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def status(self) -> int:
        """The status of the answer that shows it."""
        return 409 if self.base else 422 if self.problems else 200


def decision_page(visit: Visit, entry: Entry, typed: Typed | None = None) -> HTMLResponse:
    """Show a decision with all that the visitor's links allow."""
    typed = typed or Typed()
    session, decision = visit.session, entry.decision
    is_editor = entry.allows(LinkKind.EDIT)
    newest = EditForm.of(decision.revision)
    form = typed.edit or newest
    differences = form.differences(typed.base, newest) if typed.base else ()
    if typed.base:
        form = form.on_top_of(typed.base, newest)
    secret = held_secret(visit.request.cookies, LinkKind.EDIT) if is_editor else ""
    history = history_of(session, decision.id)
    answer = page(
        visit.request,
        "decision.html",
        status=typed.status,
        view=view_of(
            visit.content,
            visit.settings,
            entry,
            history,
            secret,
            notice=notice_for(visit.content, session, decision),
        ),
        entry=entry,
        revision=decision.revision,
        form=form if is_editor else None,
        differences=differences,
        is_late=typed.base is not None,
        links=links.of_decision(session, decision.id) if is_editor else (),
        is_team_closed=is_editor and not links.of_team(session, decision.team.id),
        new_link=new_link_of(visit, decision.team.id, decision.id),
        link_form=typed.link,
        says=SAYS,
        now=datetime.now(UTC),
        talk=talk_of(
            visit.content,
            decision,
            comments.of_decision(session, decision.id),
            opinions.of_decision(session, decision.id),
        ),
        comment_form=typed.comment,
        opinion_form=typed.opinion,
        beside=typed.beside,
        problems=typed.problems,
        errors={problem.field: problem.message for problem in typed.problems},
    )
    answer.headers.update(PRIVATE)
    return answer


def new_link_of(visit: Visit, team_id: str, decision_id: str | None) -> tuple[str, str]:
    """Return the address and the sentence of a link that this browser has just made, if any."""
    secret = visit.request.cookies.get(NEW_LINK, "")
    link = links.live(visit.session, (secret,), datetime.now(UTC)).get(secret) if secret else None
    if link is None or (link.team_id, link.decision_id) != (team_id, decision_id):
        return "", ""
    return f"{str(visit.settings.public_url).rstrip('/')}{path_of(link, secret)}", link.says
