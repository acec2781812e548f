"""An upgrade from an older version, and the way out afterwards, on a simulated cluster."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from app.domain.recipe import RunbookLibrary
from tests.runbooks.moments import go_every_way_back, moments_of
from tests.runbooks.walks import golden
from tests.simulated_cluster.cluster import Cluster
from tests.simulated_cluster.rehearsal import rehearse

# What the runbook installs, and what stood in it for the version before.
OLDER: Mapping[str, Mapping[str, str]] = {
    "cilium": {"1.20.0": "1.19.6"},
    "consul": {"2.0.3": "1.22.4"},
    "istio-ambient": {"1.31.1": "1.30.5"},
    "istio-sidecar": {"1.31.1": "1.30.5", "1-31-1": "1-30-5"},
    "kuma": {"2.14.3": "2.13.2"},
    "linkerd": {"edge-26.8.3": "edge-26.6.3", "2026.8.3": "2026.6.3"},
    "no-mesh": {"1.9.0": "1.8.2"},
}


def images_of(cluster: Cluster) -> set[str]:
    return {
        container["image"]
        for resource in ("deployments.apps", "statefulsets.apps", "daemonsets.apps")
        for one in cluster.list(resource)
        for container in one["spec"]["template"]["spec"]["containers"]
    }


@pytest.mark.endurance
@pytest.mark.parametrize("option", OLDER)
def test_an_older_version_is_upgraded_and_then_removed(
    library: RunbookLibrary, tmp_path: Path, option: str
) -> None:
    raw = {**golden(option), "multicluster": "none"}
    with rehearse(option, raw, library, tmp_path) as rehearsal:
        older, versions = rehearsal.older(OLDER[option]), OLDER[option]
        cluster = rehearsal.simulation.world.clusters["demo"]
        for phase in ("install", "onboard", "secure"):
            run = older.phase(phase)
            assert run.returncode == 0, run.stdout[-3000:] + run.stderr
        assert any(old in image for image in images_of(cluster) for old in versions.values())

        upgrade = next(one for one in rehearsal.runbook.phases if one.id == "upgrade")
        moments, after = moments_of(rehearsal, upgrade), rehearsal.point()

        cluster = rehearsal.simulation.world.clusters["demo"]
        left = [image for image in images_of(cluster) for old in versions.values() if old in image]
        assert left == []
        assert any(new in image for image in images_of(cluster) for new in versions)
        go_every_way_back(rehearsal, moments, after)
        rehearsal.go_back(after)
        for phase in ("rollback", "uninstall"):
            run = rehearsal.phase(phase)
            assert run.returncode == 0, run.stdout[-3000:] + run.stderr
        assert rehearsal.simulation.misused == []
