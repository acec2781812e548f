"""The parts that every form of a decision record has in common, as Markdown."""

from collections.abc import Iterable, Iterator

from app.domain.outcome import Outcome, Settled
from app.domain.record import Considered, Record
from app.formats.markdown_text import paragraphs, prose, typed
from app.formats.plain_text import one_line
from app.formats.yaml_text import to_yaml

OUTCOMES = {
    Outcome.RECOMMENDED: "recommended",
    Outcome.VIABLE: "viable",
    Outcome.CONDITIONAL: "to be checked first",
    Outcome.RULED_OUT: "ruled out",
}

FIRMNESS = {
    Settled.SETTLED: "That is settled: no open question could change it.",
    Settled.LEANING: "It leans that way: an open question or other weights could still change it.",
    Settled.OPEN: "It is still open: a first direction, and not more than that.",
}


def front_matter(record: Record) -> str:
    """Return the front matter; a record is accepted, because a decision is saved once made."""
    makers = [one_line(name) for name in (record.author, record.team) if name]
    head = {
        "status": "accepted",
        "date": record.revised_at.date().isoformat(),
        "decision-makers": makers,
    }
    return f"{to_yaml([head])}---\n"


def context(record: Record) -> Iterator[str]:
    """Yield what was asked and answered."""
    yield (
        f"Which service mesh shall the clusters of {typed(record.team)} run, or none? "
        + (
            "This is what was said about the clusters and what they need:"
            if record.given
            else "No question was answered, so what counts are the standing weights."
        )
    )
    if record.given:
        yield bullets(
            f"{prose(given.question)} **{prose('; '.join(given.answers))}**"
            for given in record.given
        )


def choice(record: Record) -> Iterator[str]:
    """Yield what was chosen and why, in paragraphs."""
    chosen, recommended = record.chosen, record.recommended
    if recommended is chosen:
        yield (
            f"Chosen option: “{prose(chosen.name)}”, because it is recommended for these answers: "
            f"it comes first with {points(chosen)}, and in {percent(record.first_rank_share)} of "
            f"the weightings that fit the answers. {FIRMNESS[Settled(record.settled)]}"
        )
    else:
        name = f"“{prose(recommended.name)}” was recommended" if recommended else "nothing fitted"
        against = " and what was asked for rules it out" if record.is_against_must_haves else ""
        yield f"Chosen option: “{prose(chosen.name)}”, although {name}{against}."
    if record.reason:
        yield "The team says why:"
        yield paragraphs(record.reason)
    if record.add_ons and recommended is chosen:
        yield f"With it comes {prose(' and '.join(record.add_ons))}."


def standing(option: Considered) -> str:
    """Return how an option stood: its outcome, its points and their range."""
    return f"{OUTCOMES[option.outcome]}, {points(option)} ({option.low:.1f} to {option.high:.1f})"


def points(option: Considered) -> str:
    """Return an option's points in words."""
    return f"{option.score:.1f} of 100 points"


def percent(share: float) -> str:
    """Return a share as whole percents."""
    return f"{share:.0%}".replace("%", " %")


def bullets(texts: Iterable[str]) -> str:
    """Return a list; its texts are Markdown already."""
    return "\n".join(f"* {text}" for text in texts)
