"""The changelog answers what changed since when, and where."""

from app.content.load import Content
from app.domain.changelog import Changelog, changed_cells, select_changes, told
from app.domain.changes import Change


def change(place: str) -> Change:
    return Change(place=place, field="summary", before="Was.", after="Is.")


NEWER = Changelog(version="2027-02-01", since="2027-01-01", changes=(change("linkerd.mtls"),))
OLDER = Changelog(
    version="2027-01-01",
    since="2026-11-22",
    changes=(change("mtls"), change("linkerd.release"), change("kuma.mtls")),
)
BOTH = (NEWER, OLDER)


def places(since: str = "", option: str = "", feature: str = "") -> list[str]:
    found = select_changes(
        BOTH, since=since, options=[option] * bool(option), features=[feature] * bool(feature)
    )
    return [each.place for past in found for each in past.changes]


def test_without_a_filter_everything_is_told_newest_first() -> None:
    assert places() == ["linkerd.mtls", "mtls", "linkerd.release", "kuma.mtls"]


def test_what_changed_since_leaves_out_that_version_itself() -> None:
    assert places(since="2027-01-01") == ["linkerd.mtls"]
    assert places(since="2027-02-01") == []


def test_a_row_and_a_release_belong_to_their_feature_and_option() -> None:
    assert places(option="linkerd") == ["linkerd.mtls", "linkerd.release"]
    assert places(feature="mtls") == ["linkerd.mtls", "mtls", "kuma.mtls"]
    assert places(option="linkerd", feature="mtls") == ["linkerd.mtls"]


def test_a_version_without_a_wanted_change_is_left_out() -> None:
    assert [past.version for past in select_changes(BOTH, options=("kuma",))] == ["2027-01-01"]


def test_cells_that_read_otherwise_on_a_day_are_known() -> None:
    assert changed_cells(BOTH, "2027-01-15") == {"linkerd.mtls"}
    assert "kuma.mtls" in changed_cells(BOTH, "2026-11-22")


def test_changes_are_told_in_a_sentence_an_option(content: Content) -> None:
    changes = (change("mtls"), change("linkerd.mtls"), change("linkerd.mtls"), change("linkerd.ha"))

    assert told(content.catalogue, changes) == (
        "Rows, 1 place: Mutual TLS between services.",
        "Linkerd, 2 places: Mutual TLS between services, High availability.",
    )
