import pytest

from app.content.load import Content
from app.domain.measures import ruler_of


def test_every_range_and_both_ends_lie_on_the_scale(content: Content) -> None:
    catalogue = content.catalogue
    numeric = [feature for feature in catalogue.features if feature.anchors]

    assert numeric
    for feature in numeric:
        ruler = ruler_of(feature, catalogue.options)
        assert ruler
        assert {0 <= end <= 100 for end in (ruler.zero_at, ruler.full_at)} == {True}
        for option_id, bar in ruler.bars.items():
            quantity = catalogue.cell(option_id, feature.id).claim.quantity
            assert quantity
            assert bar.mark == pytest.approx(100 * quantity.typical / ruler.top, abs=0.1)
            assert 0 <= bar.start <= bar.mark <= bar.start + bar.width + 0.2 <= 100.3


def test_hiding_an_option_may_stretch_the_scale_but_never_beyond_the_ends(
    content: Content,
) -> None:
    feature = content.catalogue.feature("memory_per_pod")

    ruler = ruler_of(feature, [content.catalogue.option("no-mesh")])

    assert ruler
    assert feature.anchors
    assert ruler.top == feature.anchors.zero_points_at


def test_what_is_graded_has_no_scale(content: Content) -> None:
    assert ruler_of(content.catalogue.feature("mtls"), content.catalogue.options) is None
