"""Versions and quantities as Kubernetes writes them."""

import re

_VERSION = re.compile(r"v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?")
_QUANTITY = re.compile(r"(\d{1,18}(?:\.\d{1,9})?)(m|k|[KMGTP]i?)?")
_UNITS = {
    "": 1.0, "m": 1e-3, "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15,
    "Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40, "Pi": 2.0**50,
}  # fmt: skip

Version = tuple[int, ...]


def parse_version(text: str) -> Version | None:
    """Return the numbers that a version starts with, two or three; None when it has none.

    `v1.30.4-eks-a737599` is (1, 30, 4), `5.14.0-427.el9` is (5, 14, 0).
    """
    found = _VERSION.match(text)
    return tuple(int(part) for part in found.groups() if part is not None) if found else None


def parse_quantity(text: str) -> float | None:
    """Return a resource quantity as a number: `7910m` is 7.91, `16Ki` 16384; None for others."""
    found = _QUANTITY.fullmatch(text)
    return float(found[1]) * _UNITS[found[2] or ""] if found else None


def written(version: Version) -> str:
    """Return a version as text."""
    return ".".join(str(part) for part in version)
