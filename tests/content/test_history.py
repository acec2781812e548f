"""The history tells every version of the catalogue once; each rule can fail."""

from app.content.history import changelogs_are_whole, history_is_whole
from app.content.load import Content
from app.domain.changelog import Changelog
from app.domain.history import History, Publication


def publication(version: str, day: str = "") -> Publication:
    return Publication(version=version, day=day or version, title="T", changes=("A cell.",))


def history(*publications: Publication) -> History:
    return History(publications=publications)


def test_the_published_history_tells_the_present_version(content: Content) -> None:
    assert list(history_is_whole(content.catalogue, content.history)) == []
    assert content.history.publications[-1].title == "First publication"


def test_a_version_without_an_entry_is_a_fault(content: Content) -> None:
    (fault,) = history_is_whole(content.catalogue, history(publication("2020-01-01")))

    assert fault == (
        f"history.yaml: VERSION is {content.catalogue.version}, the newest entry 2020-01-01"
    )


def test_entries_out_of_order_and_entries_twice_are_faults(content: Content) -> None:
    now = content.catalogue.version
    twice = history(publication(now), publication(now))
    swapped = history(publication(now), publication("2020-01-01"), publication("2020-02-01"))

    assert list(history_is_whole(content.catalogue, twice)) == [
        f"history.yaml: {now}: must be older than the entry above it"
    ]
    assert list(history_is_whole(content.catalogue, swapped)) == [
        "history.yaml: 2020-02-01: must be older than the entry above it"
    ]


def test_a_day_before_its_version_is_a_fault(content: Content) -> None:
    early = history(publication(content.catalogue.version, "2020-01-01"))

    assert list(history_is_whole(content.catalogue, early)) == [
        f"history.yaml: {content.catalogue.version}: day: is before the day of the version"
    ]


def test_each_version_but_the_first_has_a_changelog_and_none_is_left_over() -> None:
    told = history(publication("2027-01-01"), publication("2026-11-22"))
    right = Changelog(version="2027-01-01", since="2026-11-22", changes=())
    wrong = Changelog(version="2027-01-01", since="2026-12-01", changes=())

    assert list(changelogs_are_whole(told, (right,))) == []
    (fault,) = changelogs_are_whole(told, ())
    assert fault.startswith("changes/2027-01-01.yaml: must say what differs from 2026-11-22")
    assert "changes/2027-01-01.yaml: history.yaml has no 2027-01-01 after 2026-12-01" in list(
        changelogs_are_whole(told, (wrong,))
    )
