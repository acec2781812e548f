"""Runbooks are as somebody last read them, so that every change of one is seen in review."""

import pytest

from app.domain.recipe import RunbookLibrary
from tests.runbooks.golden_runbooks import CHOSEN, FOLDER, files_of


def test_one_production_runbook_is_kept_for_each_option(library: RunbookLibrary) -> None:
    assert set(CHOSEN) == set(library.options) == {place.name for place in FOLDER.iterdir()}


@pytest.mark.parametrize("option", CHOSEN)
def test_a_runbook_is_as_it_was_when_somebody_last_read_it(
    library: RunbookLibrary, option: str
) -> None:
    for name, text in files_of(option, library).items():
        kept = (FOLDER / option / name).read_text(encoding="utf-8")

        assert text.splitlines() == kept.splitlines(), "Run make golden, and read what changes."
