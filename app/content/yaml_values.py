"""Build the one value of a YAML text from the parser's events: core types only, each key once."""

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml.constructor import ConstructorError
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

# Only these plain words are no text: dates, `yes`, `on`, `~`, `012` and `1_000` stay as written.
_WORDS = {"null": None, "true": True, "false": False}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")


def value_of(text: str) -> Any:
    """Return what a YAML text holds: mappings, lists, texts, numbers, true, false and null.

    Raises YAMLError with the line for text that is no YAML or more than one document, for a tag
    and for a key that is no scalar or stands twice. Values of one anchor are one object.
    """
    return _Builder(text).document()


class _Builder:
    """PyYAML's own loader makes a node for every value first, which takes twice the time."""

    def __init__(self, text: str) -> None:
        self._next: Callable[[], Any] = yaml.CSafeLoader(text).get_event
        self._anchors: dict[str, Any] = {}

    def document(self) -> Any:
        self._next()  # The stream starts.
        if isinstance(self._next(), StreamEndEvent):
            return None
        value = self._value(self._next())
        self._next()  # The document ends.
        if not isinstance(event := self._next(), StreamEndEvent):
            raise _refuse(event, "there is more than one document")
        return value

    def _value(self, event: Any) -> Any:
        if isinstance(event, ScalarEvent):
            return self._keep(event, self._scalar(event))
        if isinstance(event, AliasEvent):
            if event.anchor not in self._anchors:
                raise _refuse(event, f"there is no &{event.anchor}")
            return self._anchors[event.anchor]
        if event.tag is not None:
            raise _refuse(event, f"tags as {event.tag} are not read")
        if isinstance(event, MappingStartEvent):
            return self._mapping(self._keep(event, {}))
        return self._sequence(self._keep(event, []))

    def _keep(self, event: NodeEvent, value: Any) -> Any:
        if event.anchor is not None:
            self._anchors[event.anchor] = value
        return value

    def _mapping(self, mapping: dict[Any, Any]) -> dict[Any, Any]:
        while not isinstance(event := self._next(), MappingEndEvent):
            if not isinstance(event, ScalarEvent):
                raise _refuse(event, "a key must be a single word or text")
            key = self._value(event)
            if key in mapping:
                raise _refuse(event, f"a key stands twice: {key}")
            mapping[key] = self._value(self._next())
        return mapping

    def _sequence(self, sequence: list[Any]) -> list[Any]:
        while not isinstance(event := self._next(), SequenceEndEvent):
            sequence.append(self._value(event))
        return sequence

    def _scalar(self, event: ScalarEvent) -> Any:
        if event.tag is not None:
            raise _refuse(event, f"tags as {event.tag} are not read")
        text: str = event.value
        if not event.implicit[0]:  # It stands in quotes or in a block.
            return text
        if text in _WORDS:
            return _WORDS[text]
        if number := _NUMBER.fullmatch(text):
            return float(text) if number[1] else int(text)
        return text


def _refuse(event: Any, problem: str) -> ConstructorError:
    return ConstructorError(None, None, problem, event.start_mark)
