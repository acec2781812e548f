"""Webhooks: where a team wants to be told, and messages signed as Standard Webhooks asks.

https://github.com/standard-webhooks/standard-webhooks, specification 1.0.0, symmetric (v1).
"""

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from app.domain.decisions import Decision
from app.domain.errors import InvalidInput, Problem
from app.domain.findings import Finding

KIND: Final = "decision.reevaluated"
PREFIX: Final = "whsec_"
LONGEST: Final = 500  # characters of an address
FIRST_PAUSE: Final = timedelta(minutes=5)  # after a failed run, doubled with each further one
LAST_PAUSE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that gets a decision's findings. `told` is the last finding that arrived.

    `secret` signs messages. `failures` are tries in a row that did not arrive; `trouble` says
    what went wrong with the last.
    """

    id: str
    decision_id: str
    url: str
    secret: str
    created_at: datetime
    told: str | None = None
    failures: int = 0
    tried_at: datetime | None = None
    trouble: str = ""

    def is_resting(self, at: datetime) -> bool:
        """Tell whether it failed so lately that it is not tried again at this moment."""
        if not self.failures or self.tried_at is None:
            return False
        doubled = FIRST_PAUSE * (1 << min(self.failures - 1, 20))
        return at < self.tried_at + min(doubled, LAST_PAUSE)


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: the same id and body for each try, so that a receiver can tell them."""

    id: str
    body: bytes

    def headers(self, secret: str, at: datetime) -> Mapping[str, str]:
        """Return the headers for a try at a moment, with the signature."""
        stamp = str(int(at.timestamp()))
        signed = b".".join((self.id.encode(), stamp.encode(), self.body))
        key = b64decode(secret.removeprefix(PREFIX))
        signature = b64encode(hmac.new(key, signed, sha256).digest()).decode()
        return {
            "Content-Type": "application/json",
            "User-Agent": "Meshwise",
            "webhook-id": self.id,
            "webhook-timestamp": stamp,
            "webhook-signature": f"v1,{signature}",
        }


def secret_of(random: bytes) -> str:
    """Return 24 to 64 random bytes as receivers configure them."""
    return PREFIX + b64encode(random).decode()


def message_of(webhook: Webhook, finding: Finding, decision: Decision) -> Message:
    """Return the message that tells a finding; its texts are data and never markup."""
    data = {
        "decision": {
            "id": decision.id,
            "team": decision.team.name,
            "title": decision.revision.title,
            "revision": decision.revision.number,
        },
        "reevaluation": dict(finding.body),
    }
    whole = {"type": KIND, "timestamp": finding.found_at.isoformat(), "data": data}
    return Message(f"{finding.id}.{webhook.id}", json.dumps(whole).encode())


def parse_address(url: str, *, allow_private: bool) -> str:
    """Return a webhook's address; InvalidInput says what is wrong with it.

    Only https, unless private addresses are allowed: those seldom have a certificate.
    """
    schemes = ("https", "http") if allow_private else ("https",)
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise InvalidInput([Problem("url", "This is no address.")]) from None
    if not url.isascii() or not url.isprintable() or " " in url or len(url) > LONGEST:
        message = f"Write it in ASCII without spaces, in {LONGEST} signs at most."
    elif parts.scheme not in schemes or not has_host:
        message = f"Must begin with {' or '.join(f'{scheme}://' for scheme in schemes)} and a host."
    elif "@" in parts.netloc:
        message = "May not hold a user or a password: messages are signed instead."
    elif parts.fragment:
        message = "May not hold a fragment: it would not be sent."
    else:
        return url
    raise InvalidInput([Problem("url", message)])
