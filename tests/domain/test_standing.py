import pytest

from app.content.load import Content
from app.domain.conformance import Found
from app.domain.standing import Kind, standing_of, standings_of


@pytest.mark.parametrize(
    ("option", "kind", "found"),
    [
        ("istio-sidecar", Kind.MESH, Found.CURRENT),
        ("cilium", Kind.GATEWAY, Found.CURRENT),
        ("linkerd", Kind.MESH, Found.OLD),
        ("linkerd", Kind.GATEWAY, Found.NONE),
        ("consul", None, Found.NONE),
        ("no-mesh", Kind.GATEWAY, Found.CURRENT),
        ("no-mesh", Kind.MESH, Found.NONE),
    ],
)
def test_a_standing_is_about_the_kind_of_profile_asked_for(
    content: Content, option: str, kind: Kind | None, found: Found
) -> None:
    standing = standing_of(content.conformance, content.catalogue.option(option), kind)

    assert standing.found is found
    assert bool(standing.filed) is (found is not Found.NONE)


def test_only_profiles_of_the_kind_stand_in_it(content: Content) -> None:
    for option in content.catalogue.options:
        for kind in Kind:
            for filed in standing_of(content.conformance, option, kind).filed:
                assert {one.is_mesh for one in filed.profiles} == {kind is Kind.MESH}


def test_every_option_has_a_row_where_a_feature_has_reports(content: Content) -> None:
    options = content.catalogue.options

    standings = standings_of(content.conformance, options, "gateway_api_mesh")

    assert [one.option for one in standings] == list(options)
    assert standings_of(content.conformance, options, "mtls") == ()
