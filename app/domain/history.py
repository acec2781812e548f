"""What changed in the catalogue with each publication, newest first."""

from typing import Annotated

from pydantic import Field

from app.domain.published import Day, Published, Sequence, Text, Texts


class Publication(Published):
    """One published version of the catalogue; `changes` says in sentences what is new in it."""

    version: Day = Field(description="The version that the file VERSION held.")
    day: Day = Field(description="The day it was published.")
    title: Text
    changes: Texts = Field(min_length=1)


class History(Published):
    """All publications, newest first; the last is the first that ever was."""

    publications: Annotated[tuple[Publication, ...], Sequence] = Field(min_length=1)
