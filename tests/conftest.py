"""What every kind of test needs."""

import gc
from pathlib import Path

import pytest
from hypothesis import settings

from app.content.load import Content, load_content

# How long an example takes says nothing about it on a busy machine.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

pytest_plugins = ("tests.databases",)


# Among the many objects of the content, looking for garbage as often as usual takes long.
gc.set_threshold(100_000, 20, 20)

JOURNEYS = Path(__file__).with_name("journeys")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser, and begin with what takes long: so no worker ends late."""
    for item in items:
        if JOURNEYS in item.path.parents:
            item.add_marker("journey")
    items.sort(key=lambda item: not ({"journey", "endurance"} & {*item.keywords}))


@pytest.fixture(scope="session")
def content() -> Content:
    """The published content, read once."""
    return load_content()
