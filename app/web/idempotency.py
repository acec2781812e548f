"""Create something once, however often a client asks with one Idempotency-Key.

Links' secrets are stored nowhere, and yet the second answer has to hold the same ones. So they
are derived from the key, which only the client has, and a salt, which only the database has. The
derivation is slow on purpose: a client may choose a key that could be guessed.
"""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import scrypt, sha256
from secrets import token_hex, token_urlsafe
from typing import Annotated, Any, Final

from fastapi import Header, Request
from sqlmodel import Session

from app.domain.errors import InvalidInput, NotFound, Problem
from app.store import idempotency
from app.store.idempotency import Creation
from app.web.saving import TOKEN

HEADER: Final = "Idempotency-Key"
LONGEST: Final = 255  # characters
COST: Final = 2**14  # about 50 milliseconds and 16 MiB

Key = Annotated[
    str,
    Header(
        alias=HEADER,
        description="A random text of yours, such as a UUID. The same request with the same key "
        "within 24 hours makes nothing again and gets the same answer.",
    ),
]


@dataclass(frozen=True)
class Once:
    """A creation; `made` is the id of what an earlier request with the same key made."""

    key: str
    creation: Creation | None
    made: str

    @cached_property
    def _master(self) -> bytes:
        salt = self.creation.salt if self.creation else ""
        return scrypt(self.key.encode(), salt=salt.encode(), n=COST, r=8, p=1, dklen=32)

    def mint(self, name: str) -> str:
        """Return a new secret; with a key the same one for each name."""
        if self.creation is None:
            return token_urlsafe(TOKEN)
        derived = hmac.digest(self._master, name.encode(), "sha256")[:TOKEN]
        return urlsafe_b64encode(derived).decode()

    def finish(self, session: Session, made: str) -> None:
        """Remember what was made; in the transaction that makes it."""
        if self.creation is not None:
            idempotency.finish(session, self.creation.hash, made)


def once(session: Session, request: Request, key: str, sent: Mapping[str, Any]) -> Once:
    """Begin a creation, or find what it made already.

    InvalidInput for a key that cannot be one, and for one that was used for something else.
    """
    if not key:
        return Once("", None, "")
    if len(key) > LONGEST or not (key.isascii() and key.isprintable()):
        said = f"Must be 1 to {LONGEST} printable ASCII characters."
        raise InvalidInput([Problem(HEADER, said)])
    asked = json.dumps(sent, sort_keys=True, ensure_ascii=True)
    scope = (request.method, request.url.path, request.headers.get("Authorization", ""), key)
    mine = Creation(
        hash=sha256("\n".join(scope).encode()).hexdigest(),
        fingerprint=sha256(asked.encode()).hexdigest(),
        salt=token_hex(16),
        made="",
        created_at=datetime.now(UTC),
    )
    earlier = idempotency.claim(session, mine)
    if earlier is None:
        return Once(key, mine, "")
    if earlier.fingerprint != mine.fingerprint:
        raise InvalidInput([Problem(HEADER, "It was used for another request: take a new one.")])
    return Once(key, earlier, earlier.made)


def again(find: Callable[[], Any]) -> Any:
    """Return what a key made, found once more; InvalidInput when it was deleted since."""
    try:
        found = find()
    except NotFound:
        found = None
    if found is None:
        said = "What it made has been deleted since: take a new one."
        raise InvalidInput([Problem(HEADER, said)])
    return found
