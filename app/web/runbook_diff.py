"""Show what differs between the runbooks of two sets of parameters."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import QueryParams

from app.domain.runbook import Runbook
from app.domain.runbook_changes import Changes, compare
from app.formats.runbook_written import written
from app.web.dependencies import CurrentContent
from app.web.render import page
from app.web.runbook_forms import FIELDS, Typed, query_of
from app.web.runbooks import closed_values, known_option, prepare

router = APIRouter(include_in_schema=False)

OLD = "old."
_OPTION = "old.option"


@router.get("/runbooks/{option}/diff")
def show_runbook_diff(request: Request, content: CurrentContent, option: str) -> HTMLResponse:
    """Compare the runbook for the parameters in the URL with that for those named `old.`."""
    query = request.query_params
    known = known_option(content, option)
    chosen = known_option(content, query.get(_OPTION, option))
    own = [(name, text) for name, text in query.multi_items() if not name.startswith(OLD)]
    others = [
        (name.removeprefix(OLD), text)
        for name, text in query.multi_items()
        if name.startswith(OLD) and name != _OPTION
    ]
    new = prepare(content, known, QueryParams(own))
    old = prepare(content, chosen, QueryParams(others))
    wrong = next((one for one in (new, old) if one.runbook is None), None)
    changes = changes_between(old.runbook, new.runbook) if old.runbook and new.runbook else None
    return page(
        request,
        "runbook_diff.html",
        status=422 if wrong else 200,
        option=known,
        other=chosen,
        others=[one for one in content.catalogue.options if one.id != chosen.id],
        names={one.id: one.name for one in content.catalogue.options},
        fields=FIELDS,
        recipe=content.runbooks.recipe(known.id),
        closed_values=closed_values,
        typed=new.typed,
        before=old.typed,
        runbook=new.runbook,
        problems=wrong.problems if wrong else (),
        errors={problem.field: problem for problem in new.problems},
        refusal=wrong.refusal if wrong else None,
        side="after" if wrong is new else "before",
        nearest=wrong.nearest if wrong else (),
        query_of=query_of,
        kept=old_items(old.typed, chosen.id),
        changes=changes,
    )


def changes_between(old: Runbook, new: Runbook) -> Changes:
    """Return what differs between two runbooks as their bundles write them down."""
    return compare(written(old), written(new))


def old_items(typed: Typed, option: str) -> list[tuple[str, str]]:
    """Return the parameters as those that a link compares with."""
    return [(_OPTION, option), *((OLD + name, text) for name, text in typed.texts.items() if text)]
