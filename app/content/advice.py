"""Linters for when to pick an option and when not: plain, and as its cells say."""

from collections.abc import Iterator

from app.content.wording import LONGEST_SUMMARY, PRAISE
from app.domain.catalogue import Advice, Catalogue, Feature, Option
from app.domain.claims import FeatureKind, Maturity, Support

AMONG = 3  # A figure among the three best or worst of the seven options is a reason.


def advice_is_short_and_plain(catalogue: Catalogue) -> Iterator[str]:
    """Find options without three to six reasons for and against, and long or praising ones."""
    for option in catalogue.options:
        for name, sentences in _advice(option):
            if len(sentences) not in range(3, 7):
                yield f"{option.id}.yaml: {name}: {len(sentences)} sentences, three to six wanted"
            for number, advice in enumerate(sentences):
                place = f"{option.id}.yaml: {name}[{number}]: text"
                if len(advice.text) > LONGEST_SUMMARY:
                    yield f"{place}: {len(advice.text)} characters, at most {LONGEST_SUMMARY}"
                if word := PRAISE.search(advice.text):
                    yield f"{place}: say what is there instead of “{word.group()}”"


def advice_follows_from_its_cells(catalogue: Catalogue) -> Iterator[str]:
    """Find advice whose cells say otherwise, so that a corrected grade breaks the sentence.

    A reason to pick rests on full or partial support, or on a figure among the three best; a
    reason to avoid on anything less than full and stable, or on one among the three worst.
    """
    for option in catalogue.options:
        for name, sentences in _advice(option):
            for number, advice in enumerate(sentences):
                for feature_id in advice.cells:
                    if not _supports(catalogue, option, feature_id, pick=name == "pick_when"):
                        place = f"{option.id}.yaml: {name}[{number}]: cells"
                        yield f"{place}: {feature_id} does not say so"


def _advice(option: Option) -> tuple[tuple[str, tuple[Advice, ...]], ...]:
    return (("pick_when", option.pick_when), ("avoid_when", option.avoid_when))


def _supports(catalogue: Catalogue, option: Option, feature_id: str, *, pick: bool) -> bool:
    """Whether a cell is a reason to pick the option, or to avoid it."""
    feature, cell = catalogue.feature_by_id.get(feature_id), option.cell_by_feature.get(feature_id)
    if feature is None or cell is None or feature.kind is FeatureKind.DESCRIPTIVE:
        return False
    if feature.kind is FeatureKind.NUMERIC:
        return _better_than(catalogue, option, feature, pick=pick) < AMONG
    claim = cell.claim
    if pick:
        return claim.support in {Support.FULL, Support.PARTIAL}
    unstable = claim.maturity in {Maturity.ALPHA, Maturity.BETA}
    return claim.support is not Support.FULL or unstable


def _better_than(catalogue: Catalogue, option: Option, feature: Feature, *, pick: bool) -> int:
    """Count the options whose typical figure is better, or, to avoid it, worse."""
    typical = {
        one.id: cell.claim.quantity.typical
        for one in catalogue.options
        if (cell := one.cell_by_feature.get(feature.id)) and cell.claim.quantity
    }
    own = typical[option.id]
    if (feature.better == "lower") == pick:
        return sum(other < own for other in typical.values())
    return sum(other > own for other in typical.values())
