"""Write plain data as YAML that every parser reads back as the same data."""

import re
from collections.abc import Iterable
from typing import Any

import yaml

# Texts that YAML 1.1 and 1.2, in Python and in Go, all read as the same text without quotes.
_PLAIN = re.compile(r"[A-Za-z/][A-Za-z0-9./_-]*")
_WORDS_WITH_MEANING = frozenset(
    ("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf")
)


class _Dumper(yaml.CSafeDumper):
    """Keys in the order given, no aliases, and quotes around every text that needs any."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  PyYAML's signature.
        return True


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS_WITH_MEANING
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="" if plain else '"')


_Dumper.add_representer(str, _represent_text)


def to_yaml(documents: Iterable[Any]) -> str:
    """Return documents as YAML, in the order given; signs that are not ASCII become escapes."""
    return yaml.dump_all(
        documents,
        Dumper=_Dumper,
        sort_keys=False,
        explicit_start=True,
        default_flow_style=False,
        allow_unicode=False,
        width=1000,
    )
