"""A Helm chart in one version under a name, with its values as plain data."""

from typing import Annotated, Any

from pydantic import Field

from app.domain.published import Frozen, Id, Published, Text
from app.domain.step_templates import Addition, Sequence, When


class LocalValue(Published):
    """A value that Helm reads from a file on the operator's machine, and that no Git may hold."""

    key: Text
    path: Text
    when: When = Field(default_factory=dict)


class Release(Published):
    """A chart that is installed under a name, with its values as plain data."""

    name: Id
    chart: Id
    repository: Annotated[str, Field(pattern=r"^(https|oci)://\S+$")]
    alias: Annotated[Id | None, Field(description="Helm's name for an https repository.")] = None
    version: Text
    namespace: Text
    create_namespace: bool = False
    context: Annotated[
        Text | None,
        Field(description="kubectl's context of another cluster, which only Helm can reach."),
    ] = None
    values: Frozen[str, Any] = Field(default_factory=dict)
    add: Annotated[tuple[Addition, ...], Sequence] = ()
    local_values: Annotated[tuple[LocalValue, ...], Sequence] = ()
    timeout: int = Field(default=600, gt=0, le=1800, description="Seconds.")
    after: Annotated[tuple[Text, ...], Sequence] = Field(
        default=(), description="Names of releases without which this one cannot start."
    )
    ignored: Annotated[tuple[Frozen[str, Any], ...], Sequence] = Field(
        default=(), description="Fields that the cluster changes: Argo CD's ignoreDifferences."
    )
