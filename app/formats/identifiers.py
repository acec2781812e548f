"""Identifiers that mean the same thing on every server and after every restart."""

from uuid import UUID, uuid5

_MESHWISE = UUID(
    "6a3f2f0e-5d0b-5c1e-9a57-3f1c8a1d7b42"
)  # Drawn once; another would renew every id.


def lasting_id(name: str) -> UUID:
    """Return the identifier of what is called `name`; the same name gives the same one."""
    return uuid5(_MESHWISE, name)
