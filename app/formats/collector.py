"""The script that collects what is read of a cluster, as visitors copy and run it."""

from functools import cache
from pathlib import Path

_SCRIPT = Path(__file__).with_name("collector.sh")


@cache
def collector_script() -> str:
    """Return the whole script."""
    return _SCRIPT.read_text(encoding="utf-8")
