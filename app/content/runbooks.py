"""Read the runbook recipes: a folder per option, a file per phase, and parts that several share."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.content.yaml_files import BrokenContent, parse, read_yaml
from app.domain.recipe import Recipe, RunbookLibrary
from app.domain.recipe_parts import PhaseId

_SHARED = "shared"
_RECIPE = "recipe.yaml"
_PARTS = ("sources", "steps", "checks", "commands", "files")
_LISTS = ("settings", "pins", "notes", "barriers")
_ACTIONS = ("install", "remove", "back", "release")
Parts = Mapping[str, Mapping[str, Any]]


def load_runbooks(folder: Path) -> RunbookLibrary:
    """Return the recipes in `folder`, by the name of their own folder.

    A step may be taken with `use`, a check by its name, commands with `do` and files with `use`,
    from the recipe's own parts or from those in the folder `shared`. Raises BrokenContent with
    file, entry and field for a recipe that must not be served.
    """
    shared = [read_yaml(path) for path in sorted((folder / _SHARED).glob("*.yaml"))]
    recipes = {
        path.parent.name: _recipe(path, shared) for path in sorted(folder.glob(f"*/{_RECIPE}"))
    }
    return RunbookLibrary(MappingProxyType(recipes))


def _recipe(path: Path, shared: list[Any]) -> Recipe:
    name = f"{path.parent.name}/{path.name}"
    own = dict(read_yaml(path))
    parts = {kind: _merged([*shared, own], kind, name) for kind in _PARTS}
    for kind in ("steps", "checks", "commands", "files"):
        own.pop(kind, None)
    option = path.parent.name
    phases = list(_phases(path.parent, parts))
    raw = {
        **own,
        "sources": parts["sources"],
        **{kind: [*_all(shared, kind, option), *own.get(kind, ())] for kind in _LISTS},
        "releases": [*own.get("releases", ()), *_used_releases(shared, phases)],
        "phases": phases,
    }
    recipe = parse(Recipe, raw, file=name)
    if recipe.option != path.parent.name:
        raise BrokenContent(f"{name}: option: must be the folder's name, {path.parent.name}")
    return recipe


def _merged(files: list[Any], kind: str, file: str) -> Mapping[str, Any]:
    """Return the parts of one kind; a recipe may not give a shared name a second meaning."""
    merged: dict[str, Any] = {}
    for one in files:
        own = one.get(kind, {})
        if twice := sorted(set(merged) & set(own)):
            raise BrokenContent(f"{file}: {kind}: {twice[0]}: there is a shared one of this name")
        merged |= own
    return merged


def _all(shared: list[Any], kind: str, option: str) -> Iterator[Any]:
    """Yield the shared entries of a list, without those that are about other options only."""
    for one in shared:
        for entry in one.get(kind, ()):
            if option in entry.get("when", {}).get("option", (option,)):
                yield entry


def _used_releases(shared: list[Any], phases: list[Any]) -> Iterator[Any]:
    """Yield the shared releases that a step names; the others may hold settings of strangers."""
    named = set(_released(phases))
    for one in shared:
        yield from (release for release in one.get("releases", ()) if release["name"] in named)


def _released(raw: Any) -> Iterator[str]:
    """Yield the name of every release that nested raw data does something with."""
    for word, part in raw.items() if isinstance(raw, Mapping) else enumerate(raw):
        if isinstance(part, (Mapping, list)):
            yield from _released(part)
        elif word in _ACTIONS:
            yield str(part)


def _phases(folder: Path, parts: Parts) -> Iterator[Any]:
    strangers = {path.stem for path in folder.glob("*.yaml")} - {"recipe", *PhaseId}
    if strangers:
        raise BrokenContent(f"{folder.name}/{min(strangers)}.yaml: is no phase: {list(PhaseId)}")
    for phase in PhaseId:
        path = folder / f"{phase}.yaml"
        if path.exists():
            raw = read_yaml(path)
            file = f"{folder.name}/{path.name}"
            yield {
                **raw,
                "id": str(phase),
                "steps": [_step(one, parts, file) for one in raw["steps"]],
            }


def _step(raw: Any, parts: Parts, file: str) -> Any:
    """Return a step, or the one that it names with its own fields laid over, without names."""
    step = dict(raw)
    if "use" in step:
        name = step.pop("use")
        step = {"id": name, **_part(parts, "steps", name, file), **step}
    if "expect" in step:
        step["expect"] = _check(step["expect"], parts, file)
    if "run" in step:
        step["run"] = list(_spliced(step["run"], "do", "commands", parts, file))
    if "files" in step:
        step["files"] = list(_spliced(step["files"], "use", "files", parts, file))
    if isinstance(step.get("undo"), Mapping) and "run" in step["undo"]:
        run = list(_spliced(step["undo"]["run"], "do", "commands", parts, file))
        step["undo"] = {**step["undo"], "run": run}
    return step


def _check(raw: Any, parts: Parts, file: str) -> Any:
    """Return a check, the one that a name stands for, or that one with own fields laid over."""
    if isinstance(raw, str):
        return _part(parts, "checks", raw, file)
    if "use" in raw:
        own = {name: part for name, part in raw.items() if name != "use"}
        return {**_part(parts, "checks", raw["use"], file), **own}
    return raw


def _spliced(raw: Any, word: str, kind: str, parts: Parts, file: str) -> Iterator[Any]:
    """Yield the entries of a list, and in place of a name the entries that it stands for."""
    for entry in raw:
        if isinstance(entry, Mapping) and word in entry:
            yield from _part(parts, kind, entry[word], file)
        else:
            yield entry


def _part(parts: Parts, kind: str, name: Any, file: str) -> Any:
    if name not in parts[kind]:
        raise BrokenContent(f"{file}: {name}: nothing of this name is among the {kind}")
    return parts[kind][name]
