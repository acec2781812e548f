"""Read the runbook recipes: a file per option, and steps that several options share."""

from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.content.yaml_files import BrokenContent, parse, read_yaml
from app.domain.recipe import Recipe, RunbookLibrary

_SHARED = "shared.yaml"


def load_runbooks(folder: Path) -> RunbookLibrary:
    """Return the recipes in `folder`, by file name.

    Raises BrokenContent with file, entry and field for a recipe that must not be served.
    """
    shared = read_yaml(folder / _SHARED)
    recipes = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name != _SHARED:
            raw = _with_shared(read_yaml(path), shared, file=path.name)
            recipes[path.stem] = _recipe(raw, path)
    return RunbookLibrary(MappingProxyType(recipes))


def _recipe(raw: Any, path: Path) -> Recipe:
    recipe = parse(Recipe, raw, file=path.name)
    if recipe.option != path.stem:
        raise BrokenContent(f"{path.name}: option: must be the file's name, {path.stem}")
    return recipe


def _with_shared(raw: Any, shared: Any, *, file: str) -> Any:
    phases = [
        {**phase, "steps": [_step(step, shared["steps"], file) for step in phase["steps"]]}
        for phase in raw["phases"]
    ]
    return {**raw, "sources": {**shared["sources"], **raw["sources"]}, "phases": phases}


def _step(step: Any, shared: Any, file: str) -> Any:
    """Return a step, or the shared one that it names with its own fields laid over."""
    if "use" not in step:
        return step
    own = dict(step)
    name = own.pop("use")
    if name not in shared:
        raise BrokenContent(f"{file}: {name}: use: there is no shared step of this name")
    return {"id": name, **shared[name], **own}
