"""How Helm, Argo CD and Flux bring a release in, change it and take it out again."""

from collections.abc import Iterator
from typing import Any

from app.domain.filling import Values, fill, fill_data, holds, merge
from app.domain.gitops import (
    ARGOCD_NAMESPACE,
    FLUX_NAMESPACE,
    OCI,
    application,
    flux_objects,
    flux_source,
)
from app.domain.procedure import Command, File
from app.domain.releases import Release


def install(release: Release, values: Values) -> tuple[Command, ...]:
    """Return what brings the release in or to this version, and waits for it."""
    name, tool = fill(release.name, values), values["tool"]
    if tool == "argocd":
        return tuple(_argocd_install(release, name, values))
    if tool == "flux":
        return tuple(_flux_install(release, name, values))
    return tuple(_helm_install(release, name, values))


def remove(release: Release, values: Values) -> tuple[Command, ...]:
    """Return what takes the release out again; it does nothing where there is none."""
    name, tool = fill(release.name, values), values["tool"]
    gone = ("--ignore-not-found", "--wait")
    if tool == "argocd":
        kind = "applications.argoproj.io"
        return (_kubectl(ARGOCD_NAMESPACE, "delete", kind, name, *gone),)
    if tool == "flux":
        kinds = ("helmreleases.helm.toolkit.fluxcd.io", flux_source(release))
        return tuple(_kubectl(FLUX_NAMESPACE, "delete", kind, name, *gone) for kind in kinds)
    namespace = fill(release.namespace, values)
    return (_helm(release, values, "uninstall", name, "--namespace", namespace, *gone),)


def go_back(release: Release, values: Values) -> tuple[Command, ...]:
    """Return what restores the revision before; Argo CD and Flux follow files and have none."""
    if values["tool"] in ("argocd", "flux"):
        return ()
    place = (fill(release.name, values), "--namespace", fill(release.namespace, values))
    return (_helm(release, values, "rollback", *place, "--wait"),)


def file_of(release: Release, values: Values, wave: int = 0) -> File | None:
    """Return the file that `install` reads: values for Helm, objects for Argo CD and Flux.

    `wave` is the place of the release where many Applications are applied at once.
    """
    name, wanted = fill(release.name, values), values_of(release, values)
    if values["tool"] == "argocd":
        return File(_gitops(name), (application(release, wanted, values, wave),))
    if values["tool"] == "flux":
        return File(_gitops(name), tuple(flux_objects(release, wanted, values)))
    return File(f"values/{name}.yaml", (wanted,)) if wanted else None


def values_of(release: Release, values: Values) -> Any:
    """Return the values that the release is installed with, as plain data."""
    wanted: Any = release.values
    for addition in release.add:
        if holds(addition.when, values):
            wanted = merge(wanted, addition.content)
    return fill_data(wanted, values)


def _helm_install(release: Release, name: str, values: Values) -> Iterator[Command]:
    if release.alias:
        yield _command("helm", "repo", "add", release.alias, release.repository, "--force-update")
    chart = f"{release.alias or release.repository}/{release.chart}"
    place = ["--namespace", fill(release.namespace, values)]
    if release.create_namespace:
        place.append("--create-namespace")
    place += ["--version", fill(release.version, values)]
    if file := file_of(release, values):
        place += ["--values", file.path]
    for one in release.local_values:
        if holds(one.when, values):
            place += ["--set-file", f"{one.key}={one.path}"]
    limit = ("--wait", "--timeout", f"{release.timeout}s")
    yield _helm(release, values, "upgrade", "--install", name, chart, *place, *limit)


def _argocd_install(release: Release, name: str, values: Values) -> Iterator[Command]:
    what = f"applications.argoproj.io/{name}"
    limit = f"--timeout={release.timeout}s"
    # An application that is being changed still says Synced and Healthy of the version before.
    # Synced in this version means that its operation has begun, not that the hooks are done.
    states = (
        f"sync.revision}}={fill(release.version, values)}",
        "sync.status}=Synced",
        "operationState.phase}=Succeeded",
        "health.status}=Healthy",
    )
    yield _command("kubectl", "apply", "--filename", _gitops(name))
    for state in states:
        yield _kubectl(ARGOCD_NAMESPACE, "wait", f"--for=jsonpath={{.status.{state}", what, limit)


def _flux_install(release: Release, name: str, values: Values) -> Iterator[Command]:
    what, version = f"helmreleases.helm.toolkit.fluxcd.io/{name}", fill(release.version, values)
    limit = f"--timeout={release.timeout}s"
    yield _command("kubectl", "apply", "--filename", _gitops(name))
    # A release that is being changed is still Ready in the version before.
    if release.repository.startswith(OCI):
        # Its chart version ends with a digest, which nobody knows here. So it is asked to look
        # again once its source has the version, and it says which request it has answered.
        source, asked = (
            f"{flux_source(release)}/{name}",
            f"reconcile.fluxcd.io/requestedAt={version}",
        )
        yield _kubectl(FLUX_NAMESPACE, "wait", "--for=condition=Ready", source, limit)
        yield _kubectl(FLUX_NAMESPACE, "annotate", "--overwrite", what, asked)
        done = "lastHandledReconcileAt"
    else:
        done = "history[0].chartVersion"
    yield _kubectl(
        FLUX_NAMESPACE, "wait", f"--for=jsonpath={{.status.{done}}}={version}", what, limit
    )
    yield _kubectl(FLUX_NAMESPACE, "wait", "--for=condition=Ready", what, limit)


def _gitops(name: str) -> str:
    return f"gitops/{name}.yaml"


def _helm(release: Release, values: Values, *arguments: str) -> Command:
    elsewhere = ("--kube-context", fill(release.context, values)) if release.context else ()
    return _command("helm", *elsewhere, *arguments)


def _kubectl(namespace: str, *arguments: str) -> Command:
    return _command("kubectl", "--namespace", namespace, *arguments)


def _command(*argv: str) -> Command:
    return Command((argv,))
