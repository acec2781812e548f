"""Write a decision as an architecture decision record in the form of MADR 4."""

from collections.abc import Iterator, Mapping

from app.domain.record import Argument, Considered, Record
from app.domain.sources import Source
from app.formats.markdown_text import code, destination, prose, typed
from app.formats.plain_text import one_line
from app.formats.record_text import bullets, choice, context, front_matter, percent, standing

CITED = 2
"""So many sources of an argument are named, the first ones; the comparison has all."""


def render(record: Record) -> str:
    """Return the record as Markdown with YAML front matter.

    Nothing that a user typed can become YAML, Markdown or HTML. Numbers in brackets are
    sources, which stand at the end.
    """
    sources = record.sources(CITED)
    numbers = {source.id: number for number, source in enumerate(sources, 1)}
    blocks = (
        f"# {typed(record.title)}",
        "## Context and Problem Statement",
        *context(record),
        *_drivers(record),
        *_options(record),
        *_outcome(record, numbers),
        *_arguments(record, numbers),
        *_more(record, sources),
    )
    return front_matter(record) + "\n" + "\n\n".join(blocks) + "\n"


def _drivers(record: Record) -> Iterator[str]:
    yield "## Decision Drivers"
    shares = ", ".join(
        f"{prose(weight.criterion.lower())} {percent(weight.share)}" for weight in record.weights
    )
    yield bullets((*map(prose, record.drivers), f"What counts, by weight: {shares}."))


def _options(record: Record) -> Iterator[str]:
    yield "## Considered Options"
    yield bullets(
        f"{prose(option.name)}{_release(option)}: {standing(option)}" for option in record.options
    )


def _outcome(record: Record, numbers: Mapping[str, int]) -> Iterator[str]:
    yield "## Decision Outcome"
    yield from choice(record)
    yield "### Consequences"
    yield bullets(_argument(one, numbers) for one in record.consequences)
    yield "### Confirmation"
    yield from _confirmation(record)


def _confirmation(record: Record) -> Iterator[str]:
    if record.to_check:
        yield "Answered before production:"
        yield bullets(prose(one.text) for one in record.to_check)
    if record.proofs:
        yield "These checks of the install runbook pass in every cluster:"
        yield bullets(
            f"{prose(proof.title)}: {code(proof.command)}. {prose(proof.shows)}"
            for proof in record.proofs
        )
    else:
        yield (
            "Before production, each must-have above is shown to hold in a test cluster: there "
            "is no runbook of this option whose checks could be named here."
        )


def _arguments(record: Record, numbers: Mapping[str, int]) -> Iterator[str]:
    yield "## Pros and Cons of the Options"
    for option in record.options:
        yield f"### {prose(option.name)}"
        yield f"{standing(option).capitalize()}."
        if option.arguments:
            yield bullets(_argument(one, numbers) for one in option.arguments)


def _more(record: Record, sources: tuple[Source, ...]) -> Iterator[str]:
    yield "## More Information"
    yield "### When to revisit"
    yield bullets(map(typed, record.revisit))
    yield "### History"
    yield bullets(
        f"{each.created_at.date()}, revision {each.number}"
        + (f" by {typed(each.author)}" if each.author else "")
        + (f": {typed(each.note)}" if each.note else "")
        for each in record.history
    )
    yield "### How it was drawn up"
    made = record.versions
    yield (
        f"By Meshwise from the catalogue of {prose(made.catalogue)}, questions "
        f"{prose(made.graph)} and rules {prose(made.engine)}. The answers in one line: "
        f"{code(one_line(record.vector))}"
    )
    if sources:
        yield "### Sources"
        yield "\n".join(_source(number, one) for number, one in enumerate(sources, 1))
        yield "\n".join(f"[{n}]: {destination(one.url)}" for n, one in enumerate(sources, 1))


def _source(number: int, source: Source) -> str:
    return (
        f"{number}. [{prose(source.title)}][{number}], {prose(source.kind)}, "
        f"published {prose(source.published)}, read {prose(source.retrieved)}"
    )


def _argument(argument: Argument, numbers: Mapping[str, int]) -> str:
    cited = "".join(f" [{numbers[source.id]}]" for source in argument.sources[:CITED])
    return f"{argument.side}, because {prose(argument.text)}{cited}"


def _release(option: Considered) -> str:
    return f", release {prose(option.release)}" if option.release else ""
