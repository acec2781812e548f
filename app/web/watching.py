"""Watch a decision: what there is to say today, when to look again, and who is told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from secrets import token_bytes, token_hex
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from app.content.load import Content
from app.domain.claims import FeatureKind, Support
from app.domain.errors import InvalidInput, NotFound, Problem
from app.domain.links import LinkKind
from app.domain.support_ends import support_ends
from app.domain.tripwires import words_of
from app.domain.watch import Watch, parse_watch
from app.domain.webhooks import Webhook, parse_address, secret_of
from app.settings import Settings
from app.store import watches, webhooks
from app.web.access import PRIVATE, Entry, enter, lead_to
from app.web.reevaluating import notice_for
from app.web.render import page
from app.web.visits import ReadingVisit, Visit, WritingVisit
from app.web.watch_forms import WatchForm, key_of

router = APIRouter(include_in_schema=False)

EDIT = LinkKind.EDIT
MOST = 10  # webhooks of one decision
SECRET = 32  # random bytes of a webhook's secret
NO_WEBHOOK = "There is no such webhook."


@dataclass(frozen=True, slots=True)
class Written:
    """A tripwire that was written down: how the form names it, and how it reads."""

    key: str
    text: str
    note: str


@router.get("/decisions/{address}/watch")
def show_watch(visit: ReadingVisit, address: str) -> HTMLResponse:
    """Show whether a decision still stands, and when its team wants to look again."""
    return _watch_page(visit, enter(visit.session, address, visit.secrets))


@router.post("/decisions/{address}/watch")
def change_watch(visit: WritingVisit, address: str, form: Annotated[WatchForm, Form()]) -> Response:
    """Write down when to look again; what is wrong is said beside the field."""
    entry = enter(visit.session, address, visit.secrets, EDIT)
    content, decision_id = visit.content, entry.decision.id
    written = watches.find(visit.session, decision_id)
    try:
        watch = parse_watch(content.catalogue, content.graph, form.sent(written))
    except InvalidInput as error:
        problems = tuple(_in_form(problem) for problem in error.problems)
        return _watch_page(visit, entry, form=form, problems=problems)
    watches.put(visit.session, decision_id, watch)
    return lead_to(f"/decisions/{address}/watch")


@router.post("/decisions/{address}/webhooks")
def add_webhook(visit: WritingVisit, address: str, url: Annotated[str, Form()] = "") -> Response:
    """Add a webhook and show its secret, this once."""
    entry = enter(visit.session, address, visit.secrets, EDIT)
    try:
        webhook = new_webhook(visit.session, visit.settings, entry.decision.id, url)
    except InvalidInput as error:
        return _watch_page(visit, entry, url=url, problems=error.problems)
    return _watch_page(visit, entry, new=webhook)


@router.post("/decisions/{address}/webhooks/{webhook_id}/remove")
def remove_webhook(visit: WritingVisit, address: str, webhook_id: str) -> Response:
    """Forget a webhook."""
    entry = enter(visit.session, address, visit.secrets, EDIT)
    if not webhooks.remove(visit.session, entry.decision.id, webhook_id):
        raise NotFound(NO_WEBHOOK)
    return lead_to(f"/decisions/{address}/watch#webhooks")


def new_webhook(session: Session, settings: Settings, decision_id: str, url: str) -> Webhook:
    """Save a new webhook and return it with its secret; InvalidInput names what is wrong."""
    known = webhooks.of_decision(session, decision_id)
    if len(known) >= MOST:
        raise InvalidInput([Problem("url", f"A decision has at most {MOST} webhooks.")])
    webhook = Webhook(
        id=token_hex(8),
        decision_id=decision_id,
        url=parse_address(url.strip(), allow_private=settings.private_webhooks),
        secret=secret_of(token_bytes(SECRET)),
        created_at=datetime.now(UTC),
    )
    webhooks.add(session, webhook)
    return webhook


def _in_form(problem: Problem) -> Problem:
    """Name the field of the form that a field of the REST call comes from."""
    field = problem.field.rpartition(".")[2]
    return replace(problem, field="answer" if field == "question" else field)


def _watch_page(
    visit: Visit,
    entry: Entry,
    *,
    form: WatchForm | None = None,
    problems: tuple[Problem, ...] = (),
    url: str = "",
    new: Webhook | None = None,
) -> HTMLResponse:
    """Show the page; `form` and `url` hold what was typed, `new` a webhook told this once."""
    content, session, decision = visit.content, visit.session, entry.decision
    watch = watches.find(session, decision.id)
    is_editor = entry.allows(EDIT)
    answer = page(
        visit.request,
        "watch.html",
        status=422 if problems else 201 if new else 200,
        entry=entry,
        revision=decision.revision,
        notice=notice_for(content, session, decision),
        watch=watch,
        wires=_written(content, watch),
        form=(form or WatchForm.of(watch)) if is_editor else None,
        webhooks=webhooks.of_decision(session, decision.id) if is_editor else (),
        new=new,
        url=url,
        here_at=str(visit.settings.public_url).rstrip("/"),
        problems=problems,
        errors={problem.field: problem.message for problem in problems},
        **_choices(content),
    )
    answer.headers.update(PRIVATE)
    return answer


def _choices(content: Content) -> Mapping[str, Any]:
    """Return what the form lets an editor choose from."""
    catalogue = content.catalogue
    return {
        "questions": content.graph.questions,
        "options": catalogue.options,
        "features": [f for f in catalogue.features if f.kind is FeatureKind.GRADED],
        "levels": [level for level in Support if level is not Support.NOT_APPLICABLE],
        "ends": support_ends(catalogue, tuple(option.id for option in catalogue.options)),
    }


def _written(content: Content, watch: Watch) -> tuple[Written, ...]:
    dumped = watch.model_dump(mode="json")["tripwires"]
    return tuple(
        Written(key_of(raw), words_of(content.catalogue, content.graph, wire), wire.note)
        for raw, wire in zip(dumped, watch.tripwires, strict=True)
    )
