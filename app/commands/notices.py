"""The command that looks at watched decisions and tells webhooks."""

import argparse
from datetime import UTC, date, datetime

from app.commands.database import opened
from app.commands.parsing import Commands, add
from app.content.load import load_content
from app.settings import Settings
from app.web.notifying import Round, notify


def add_to(commands: Commands) -> None:
    """Add `notify`."""
    telling = add(commands, "notify", print_notices, "look at watched decisions, tell webhooks")
    telling.epilog = "Exit status: 0 all was told, 1 some message did not arrive."
    telling.add_argument(
        "--on", type=_day, metavar="DATE", help="check dates as of this day (today, in UTC)"
    )


def print_notices(given: argparse.Namespace) -> int:
    """Look at every watched decision, keep what is new and send it; say what it came to."""
    settings = Settings()
    with opened(settings.database_url.get_secret_value()) as engine:
        tally = notify(
            Round(
                content=load_content(),
                engine=engine,
                on=given.on or datetime.now(UTC).date(),
                allow_private=settings.private_webhooks,
            )
        )
    print(
        f"{tally.seen} decisions looked at, {tally.found} with something new to say; "
        f"{tally.told} messages arrived, {tally.failed} did not."
    )
    return 1 if tally.failed else 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("write the day as 2027-01-31") from None
