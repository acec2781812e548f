"""What every kind of test needs."""

import pytest

from app.content.load import Content, load_content

pytest_plugins = ("tests.databases",)


@pytest.fixture(scope="session")
def content() -> Content:
    """The published content, read once."""
    return load_content()
