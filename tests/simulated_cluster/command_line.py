"""A command line as the pinned tool reads it: its subcommand, its flags and its arguments."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

UPSTREAM = Path(__file__).resolve().parent.parent / "upstream"
TOOLS = frozenset(path.stem for path in (UPSTREAM / "cli").glob("*.json")) | {"helm"}


@dataclass(slots=True)
class CommandLine:
    """A command line in parts; `problems` says what the tool would refuse in it."""

    tool: str
    path: str = ""
    flags: dict[str, list[str]] = field(default_factory=dict)
    arguments: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def flag(self, name: str, default: str = "") -> str:
        """Return the last value of a flag, which is the one that counts."""
        return self.flags.get(name, [default])[-1]

    def has(self, name: str) -> bool:
        """Tell whether a flag without a value is set."""
        return self.flag(name, "false") != "false"


@cache
def inventory(tool: str) -> Any:
    """Return what is known of a tool: global flags, and subcommands with theirs."""
    return json.loads((UPSTREAM / "cli" / f"{tool}.json").read_text(encoding="utf-8"))


@cache
def _flags(tool: str, command: str) -> Mapping[str, Any]:
    known = inventory(tool)
    return {**known["global_flags"], **known["commands"][command]["flags"]}


def read(tool: str, words: tuple[str, ...], *, helm: str = "helm4") -> CommandLine:
    """Read the words behind a tool's name; `helm` names the inventory for Helm."""
    known = helm if tool == "helm" else tool
    commands, line, rest = inventory(known)["commands"], CommandLine(tool), list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            line.after = rest
            break
        if word.startswith("-") and word != "-":
            line.problems += _read_flag(line, _flags(known, line.path), word, rest)
        elif not line.arguments and (child := _subcommand(commands, line.path, word)):
            line.path = child
        else:
            line.arguments.append(word)
    command, count = commands[line.path], len(line.arguments) + len(line.after)
    if command.get("group"):
        line.problems.append(f"{line.path!r} needs a subcommand")
    if not _fits_count(command["args"], count):
        line.problems.append(f"{count} arguments where {command['args']} is expected")
    return line


def _subcommand(commands: Any, path: str, word: str) -> str | None:
    for name, command in commands.items():
        parent, _, own = name.rpartition(" ")
        if name and parent == path and word in (own, *command.get("aliases", ())):
            return str(name)
    return None


def _read_flag(line: CommandLine, flags: Any, word: str, rest: list[str]) -> Iterator[str]:
    name, given, value = word.partition("=")
    known = flags.get(name)
    if known is None:
        names = (long for long, one in flags.items() if one.get("short") == name)
        name = next(names, name)
        known = flags.get(name)
    if known is None:
        yield f"there is no flag {name}"
        return
    if known.get("deprecated"):
        yield f"{name} is deprecated"
    if known["takes_value"] and not given and not known.get("optional_value"):
        if not rest:
            yield f"{name} needs a value"
        value = rest.pop(0) if rest else ""
    elif given and not known["takes_value"] and value not in ("true", "false"):
        yield f"{name} takes no value"
    line.flags.setdefault(name, []).append(value if given or known["takes_value"] else "true")


def _fits_count(rule: str, count: int) -> bool:
    kind, _, figures = rule.partition(":")
    low, _, high = figures.partition("-")
    allowed = {
        "any": True,
        "none": count == 0,
        "exact": figures == str(count),
        "min": count >= int(low or 0),
        "range": int(low or 0) <= count <= int(high or 0),
    }
    return allowed[kind]
