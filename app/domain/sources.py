"""Sources: the texts that claims rest on, and what kind of text each is."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.domain.published import Day, Id, Published, Text, Url, read_as


class SourceKind(StrEnum):
    """What kind of text a source is, most trusted first."""

    CONFORMANCE_REPORT = "conformance-report"
    SOURCE = "source"
    DOCS = "docs"
    RELEASE_NOTES = "release-notes"
    PAPER = "paper"
    BENCHMARK = "benchmark"
    REPORT = "report"
    VENDOR_BLOG = "vendor-blog"
    BLOG = "blog"


class Source(Published):
    """A text that claims rest on. `published` and `retrieved` are days, or `unknown`."""

    id: Id
    title: Text
    url: Url
    kind: Annotated[SourceKind, read_as(SourceKind)]
    published: Text
    retrieved: Day
    author: Text | None = None
    publisher: Text | None = None
    read_at: Text | None = Field(
        default=None, description="Repository, path and commit that were read."
    )
    note: Text | None = None
