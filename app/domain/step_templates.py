"""The templates of a runbook's steps: commands, files and checks with open parameters."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from app.domain.published import Frozen, Id, Published, Text


def _sequence(value: Any) -> Any:
    return tuple(_sequence(part) for part in value) if isinstance(value, list) else value


def _pipeline(value: Any) -> Any:
    """Let one command stand for a pipeline of one."""
    piped = _sequence(value)
    whole = not isinstance(piped, tuple) or (piped and isinstance(piped[0], tuple))
    return piped if whole else (piped,)


class ReleaseAction(Published):
    """Stands for the commands that do one thing with a release of the recipe."""

    install: Id | None = None
    remove: Id | None = None
    back: Id | None = Field(default=None, description="To the revision before, where one can.")

    @model_validator(mode="after")
    def _only_one(self) -> "ReleaseAction":
        if len(self.model_fields_set) != 1:
            raise ValueError("give one of install, remove and back")
        return self

    @property
    def release(self) -> str:
        """The name of the release."""
        return self.install or self.remove or self.back or ""


def _kind_of_action(value: Any) -> str:
    return "release" if isinstance(value, (Mapping, ReleaseAction)) else "pipeline"


Sequence = BeforeValidator(_sequence)
Pipeline = Annotated[tuple[tuple[Text, ...], ...], BeforeValidator(_pipeline)]
Action = Annotated[
    Annotated[Pipeline, Tag("pipeline")] | Annotated[ReleaseAction, Tag("release")],
    Discriminator(_kind_of_action),
]
Actions = Annotated[tuple[Action, ...], Sequence]
When = Frozen[str, Annotated[tuple[str, ...], Sequence]]
FilePath = Annotated[
    str,
    Field(pattern=r"^(values|manifests|kind|gitops)/[a-z0-9{][a-z0-9_{}-]*\.yaml$", max_length=80),
]
CheckCode = Annotated[str, Field(pattern=r"^MW-[A-Z]+-[0-9]{4}$")]


class ProbeTemplate(Published):
    """A command and what its exit status and output must be; patterns are POSIX extended ones."""

    run: Pipeline
    exit: Literal["zero", "nonzero", "any"] = "zero"
    pattern: str = ""
    absent: str = ""


class CheckTemplate(ProbeTemplate):
    """The proof that a step worked; it is tried again until it holds or `timeout` is over."""

    code: CheckCode
    shows: Text
    severity: Literal["fail", "warn"] = Field(
        default="fail", description="Whether a run stops where the check does not hold."
    )
    timeout: int = Field(gt=0, le=1800, description="Seconds.")
    example: str = Field(default="", description="Output that satisfies the check.")


class Addition(Published):
    """Content that is laid over a file's under a condition."""

    when: When
    content: Frozen[str, Any]


class FileTemplate(Published):
    """A values file or manifest; exactly one of `content`, `documents` and `release`."""

    path: FilePath
    when: When = Field(default_factory=dict)
    content: Frozen[str, Any] | None = None
    documents: Annotated[tuple[Frozen[str, Any], ...], Sequence] = ()
    add: Annotated[tuple[Addition, ...], Sequence] = ()
    release: Id | None = Field(default=None, description="Its values, for a tool of its own.")

    @model_validator(mode="after")
    def _one_of_all(self) -> "FileTemplate":
        given = (self.content is not None, bool(self.documents), self.release is not None)
        if sum(given) != 1:
            raise ValueError("give one of content, documents and release")
        return self


class UndoTemplate(Published):
    """How to go back from a step."""

    how: Text
    run: Actions = ()


class StepTemplate(Published):
    """One step; `each` repeats it for every meshed namespace, or only for the visitor's own."""

    id: Annotated[Id, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Text
    why: Text
    when: When = Field(default_factory=dict)
    each: Literal["", "meshed", "own"] = ""
    by_hand: bool = False
    changes: str = Field(default="", description="What it changes; empty for a step that reads.")
    no_return: str = Field(
        default="", description="What cannot be got back afterwards, and what must be so before."
    )
    skip_if: ProbeTemplate | None = None
    files: Annotated[tuple[FileTemplate, ...], Sequence] = ()
    run: Actions = ()
    expect: CheckTemplate
    abort_if: Text
    undo: UndoTemplate | None = None
    source: Id

    @model_validator(mode="after")
    def _say_how_to_go_back(self) -> "StepTemplate":
        if self.changes and self.undo is None:
            raise ValueError(f"{self.id} changes the cluster but has no undo")
        if not self.changes and self.undo is not None:
            raise ValueError(f"{self.id} has an undo but does not say what it changes")
        if self.changes and self.expect.severity == "warn":
            raise ValueError(f"{self.id} changes the cluster, so its check must not only warn")
        if self.no_return and not self.changes:
            raise ValueError(f"{self.id} is a point of no return but does not say what it changes")
        return self
