"""Write a decision as a short decision record in Michael Nygard's form, one page long."""

from app.domain.record import Record
from app.formats.markdown_text import prose, typed
from app.formats.record_text import OUTCOMES, bullets, choice, context, front_matter, points


def render(record: Record) -> str:
    """Return the record as Markdown with YAML front matter; the long form has the evidence.

    Nothing that a user typed can become YAML, Markdown or HTML.
    """
    others = (
        f"{prose(option.name)}, {OUTCOMES[option.outcome]}, with {points(option)}"
        for option in record.options
        if option is not record.chosen
    )
    blocks = (
        f"# {typed(record.title)}",
        "## Status",
        f"Accepted on {record.revised_at.date()}.",
        "## Context",
        *context(record),
        "## Decision",
        *choice(record),
        f"Also considered: {'; '.join(others)}.",
        "## Consequences",
        bullets(f"{one.side}: {prose(one.text)}" for one in record.consequences),
        "This is looked at again:",
        bullets(map(typed, record.revisit)),
    )
    return front_matter(record) + "\n" + "\n\n".join(blocks) + "\n"
