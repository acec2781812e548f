"""What re-evaluations of a decision have found, kept so that it can be told once and followed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter

from app.domain.notice import Notice

_NOTICE: Final = TypeAdapter(Notice)


@dataclass(frozen=True, slots=True)
class Finding:
    """A notice that differs from the one before it, as it was told; `found_at` is in UTC."""

    id: str
    decision_id: str
    digest: str
    found_at: datetime
    body: Mapping[str, Any]


def body_of(notice: Notice) -> dict[str, Any]:
    """Return a notice as clients, feeds and webhooks get it."""
    body: dict[str, Any] = _NOTICE.dump_python(notice, mode="json")
    return body
