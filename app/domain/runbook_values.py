"""What stands for each placeholder of a recipe, and which parameters it refuses."""

from hashlib import sha256

from app.domain.errors import Unsupported
from app.domain.filling import Values, fill, holds
from app.domain.parameter_types import DEMO_NAMESPACE, OUTSIDE_NAMESPACE
from app.domain.recipe import Recipe, RunbookLibrary
from app.domain.runbook_parameters import Parameters


def supported_values(option: str, parameters: Parameters, library: RunbookLibrary) -> Values:
    """Return what stands for each placeholder of the option's recipe.

    Raises NotFound and Unsupported as assemble does, without the work of making the steps.
    """
    recipe = library.recipe(option)
    values = _values_of(recipe, parameters)
    _refuse_unsupported(recipe, values)
    return values


def _values_of(recipe: Recipe, parameters: Parameters) -> dict[str, str | int]:
    values: dict[str, str | int] = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in parameters.model_dump(mode="json").items()
        if isinstance(value, (str, int))
    }
    minor = ".".join(parameters.kubernetes_version.split(".")[:2])
    values |= {
        "canary": str(parameters.canary_service is not None).lower(),
        "canary_namespace": parameters.namespaces[0],
        "cluster_id": _number_of(parameters.cluster_name),
        "demo_namespace": DEMO_NAMESPACE,
        "kubernetes_minor": minor,
        "old_weight": 100 - parameters.canary_weight,
        "outside_namespace": OUTSIDE_NAMESPACE,
        "peer_id": _number_of(parameters.peer_name),
    }
    own = {
        one.name: fill(one.value, values) if isinstance(one.value, str) else one.value
        for one in recipe.settings
        if holds(one.when, values)
    }
    return values | own


def _number_of(cluster: str) -> int:
    """Return a number from 1 to 127 that a cluster has by its name, so that two rarely share one.

    Higher ones are refused by Cilium on AWS.
    """
    return int.from_bytes(sha256(cluster.encode()).digest()[:4]) % 127 + 1


def _refuse_unsupported(recipe: Recipe, values: Values) -> None:
    span, asked = recipe.kubernetes, str(values["kubernetes_minor"])
    if not _minor(span.lowest) <= _minor(asked) <= _minor(span.highest):
        raise Unsupported(
            f"{recipe.name} {recipe.version} is not known to run on Kubernetes {asked}: "
            f"{span.because}",
            f"Nearest: Kubernetes {span.lowest} to {span.highest}.",
        )
    for barrier in recipe.barriers:
        if holds(barrier.when, values):
            raise Unsupported(barrier.reason, barrier.nearest)


def _minor(version: str) -> int:
    return int(version.split(".")[1])
