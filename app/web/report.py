"""Let a reader report a wrong cell: the report is written to be copied, and nothing is stored."""

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from app.content.load import Content
from app.domain.comparison import Detail, detail_of
from app.domain.errors import InvalidInput, Problem
from app.domain.report import FAULTS, TESTS, Report, parse_report
from app.formats import report_markdown
from app.formats.table_origin import TableOrigin
from app.settings import Settings
from app.web.dependencies import CurrentContent, CurrentSettings
from app.web.render import page

router = APIRouter(include_in_schema=False)

LONGEST_ADDRESS: Final = 7500  # characters; common servers and mail programs take 8,000


class ReportForm(BaseModel):
    """What is asked, as typed; the domain judges it."""

    cell: str = ""
    fault: str = ""
    should: str = ""
    source: str = ""
    tested: str = ""
    release: str = ""
    seen: str = ""


@router.get("/report")
def show_report_form(
    request: Request, content: CurrentContent, cell: Annotated[str, Query(max_length=200)] = ""
) -> HTMLResponse:
    """Ask what is wrong with a cell, and how that was tested."""
    detail = detail_of(content.catalogue, cell)
    release = detail.option.release
    form = ReportForm(cell=cell, release=release.label or release.version)
    return _form_page(request, detail, form)


@router.post("/report")
def write_report(
    request: Request,
    content: CurrentContent,
    settings: CurrentSettings,
    form: Annotated[ReportForm, Form()],
) -> HTMLResponse:
    """Show the report to be copied, and where it can be sent if the operator says so."""
    detail = detail_of(content.catalogue, form.cell)
    try:
        report = parse_report(form.model_dump())
    except InvalidInput as error:
        return _form_page(request, detail, form, error.problems)
    text = report_markdown.render(report, detail, _origin(content, settings))
    return page(
        request,
        "report.html",
        detail=detail,
        text=text,
        address=address_of(settings.report_url, title_of(detail, report), text),
    )


def title_of(detail: Detail, report: Report) -> str:
    """Return the subject of a report."""
    return f"{detail.id}: {FAULTS[report.fault].lower()}"


def address_of(receiver: str, title: str, text: str) -> str:
    """Return the address that carries the report to the receiver; empty for `none`.

    A text that is too long for an address is left to be pasted.
    """
    if receiver == "none":
        return ""
    subject = "subject" if receiver.startswith("mailto:") else "title"
    joint = "&" if "?" in receiver else "?"
    whole, short = (
        f"{receiver}{joint}{urlencode({subject: title, 'body': body}).replace('+', '%20')}"
        for body in (text, "Paste the report here.")
    )
    return whole if len(whole) <= LONGEST_ADDRESS else short


def _form_page(
    request: Request, detail: Detail, form: ReportForm, problems: tuple[Problem, ...] = ()
) -> HTMLResponse:
    return page(
        request,
        "report_form.html",
        status=422 if problems else 200,
        detail=detail,
        form=form,
        faults=list(FAULTS.items()),
        tests=list(TESTS.items()),
        problems=problems,
        wrong={problem.field: problem.message for problem in problems},
    )


def _origin(content: Content, settings: Settings) -> TableOrigin:
    server = str(settings.public_url).rstrip("/")
    return TableOrigin(content.catalogue.version, server, f"{server}/compare")
