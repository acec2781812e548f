"""Ends of support are told where somebody names a day, and nowhere else."""

import pytest

from app.content.load import Content
from app.domain.catalogue import Catalogue, Option, OtherRelease, Release
from app.domain.support_ends import SupportEnd, support_ends


def with_release(catalogue: Catalogue, until: str, *others: OtherRelease) -> Catalogue:
    option = catalogue.option("linkerd")
    fields = {**dict(option.release), "support_until": until, "others": others}
    release = Release.model_construct(**fields)
    changed = Option.model_construct(**{**dict(option), "release": release})
    return Catalogue.model_construct(**{**dict(catalogue), "options": (changed,), "add_ons": ()})


def ends(content: Content, until: str, *others: OtherRelease) -> tuple[SupportEnd, ...]:
    return support_ends(with_release(content.catalogue, until, *others))


def test_only_options_with_a_known_day_are_told(content: Content) -> None:
    told = {end.option for end in support_ends(content.catalogue)}

    assert "consul" in told
    assert told.isdisjoint({"istio-sidecar", "istio-ambient", "linkerd", "cilium"})


@pytest.mark.parametrize(
    "until",
    ["unknown", "none", "about 2027-02 (expected)", "before 2027-01-02", "2027-02", "2027-02-30"],
)
def test_what_is_no_day_is_not_told(content: Content, until: str) -> None:
    assert ends(content, until) == ()


def test_words_beside_the_day_are_its_condition(content: Content) -> None:
    (end,) = ends(content, "2028-04-30 (Enterprise, planned); Community: unknown")

    assert end.day.isoformat() == "2028-04-30"
    assert end.condition == "(Enterprise, planned); Community: unknown"
    assert end.sources == content.catalogue.option("linkerd").release.evidence


@pytest.mark.parametrize(
    ("version", "line", "release", "key"),
    [
        ("2.14.7", None, "Linkerd 2.14.7", "linkerd/2.14"),
        ("2.14.9", None, "Linkerd 2.14.9", "linkerd/2.14"),
        ("2.14.7", "2.14 LTS", "Linkerd 2.14 LTS", "linkerd/2.14"),
        ("unknown", "2.11 (extended)", "Linkerd 2.11 (extended)", "linkerd/2.11"),
        ("Envoy Gateway 1.8.x", "1.8", "Envoy Gateway 1.8.x", "linkerd/envoy-gateway-1.8"),
        ("Kubernetes 1.36", "Kubernetes", "Kubernetes 1.36", "linkerd/kubernetes-1.36"),
        ("edge", None, "Linkerd edge", "linkerd/edge"),
    ],
)
def test_a_line_keeps_its_key_when_patches_come(
    content: Content, version: str, line: str | None, release: str, key: str
) -> None:
    other = OtherRelease(version=version, line=line, support_until="2027-01-02")

    (end,) = ends(content, "unknown", other)

    assert (end.release, end.key) == (release, key)


def test_keys_are_unique_and_the_earliest_end_comes_first(content: Content) -> None:
    found = support_ends(content.catalogue)

    assert len({end.key for end in found}) == len(found) > 5
    assert [end.day for end in found] == sorted(end.day for end in found)


def test_one_option_can_be_asked_for(content: Content) -> None:
    found = support_ends(content.catalogue, ["kuma"])

    assert {end.option for end in found} == {"kuma"}
