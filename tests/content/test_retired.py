"""What ended and what vendors sell is known by the options that it is a relative of."""

from app.content.checks import relatives_exist
from app.content.load import Content


def test_an_option_knows_what_ended_around_it(content: Content) -> None:
    relatives = content.market.retired_relatives("linkerd")

    assert "linkerd-1-x" in [one.id for one in relatives]
    assert "ingress-nginx" in [one.id for one in content.market.retired_relatives("no-mesh")]
    assert content.market.retired_relatives("osm") == ()


def test_every_option_has_a_managed_offering_and_every_offering_an_option(
    content: Content,
) -> None:
    for option in content.catalogue.options:
        assert content.market.managed_offerings(option.id), option.id
    assert all(one.options for one in content.market.managed)


def test_a_relative_that_does_not_exist_is_found(content: Content) -> None:
    first, *others = content.market.managed
    wrong = first.model_copy(update={"options": ("istio-sidecar", "osm")})
    planted = content.market.model_copy(update={"managed": (wrong, *others)})

    assert list(relatives_exist(content.catalogue, content.market)) == []
    assert list(relatives_exist(content.catalogue, planted)) == [
        f"retired.yaml: {first.id}: options: there is no option osm"
    ]
