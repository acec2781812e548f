from app.content.load import Content
from app.domain.demands import demands_for, weighing_of


def test_every_effect_is_found_from_each_of_its_features(content: Content) -> None:
    for question in content.graph.questions:
        for answer in question.answers:
            for effect in answer.effects:
                for feature in effect.features:
                    demands = demands_for(content.graph, feature)
                    assert (question, answer, effect) in [
                        (one.question, one.answer, one.effect) for one in demands
                    ]


def test_a_demand_says_what_its_effect_says_of_the_feature(content: Content) -> None:
    for feature in content.catalogue.features:
        for demand in demands_for(content.graph, feature.id):
            assert demand.level == demand.effect.require.get(feature.id)
            assert demand.emphasis == demand.effect.emphasise.get(feature.id)
            assert demand.may_be_added is (feature.id in demand.effect.add_on)
            assert demand.level or demand.emphasis or demand.may_be_added


def test_a_feature_is_weighed_in_its_own_criterion_or_in_none(content: Content) -> None:
    for feature in content.catalogue.features:
        weighing = weighing_of(content.scales, feature.id)
        criterion = content.scales.criterion_of.get(feature.id)

        assert (weighing.criterion.id if weighing else None) == criterion
        assert weighing is None or weighing.row.feature == feature.id
