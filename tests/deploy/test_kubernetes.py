"""The manifests are parsed strictly, and a few rules hold that no schema knows."""

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from app.settings import Settings
from app.store.engine import READERS, WRITERS

DEPLOY = Path(__file__).parents[2] / "deploy"
FILES = ("kubernetes.yaml", "kubernetes-sqlite.yaml")
MAX_CONNECTIONS, RESERVED = 100, 3  # PostgreSQL's defaults
# ReadWriteOncePod and restricted pods are older; `preStop.sleep` is the newest thing used.
VERSIONS = ("1.30", "1.37")

Manifest = dict[str, Any]


def manifests(name: str) -> list[Manifest]:
    return list(yaml.safe_load_all((DEPLOY / name).read_text(encoding="utf-8")))


def of_kind(name: str, kind: str) -> Manifest:
    (found,) = [one for one in manifests(name) if one["kind"] == kind]
    return found


def containers(name: str) -> list[Manifest]:
    spec = of_kind(name, "Deployment")["spec"]["template"]["spec"]
    return [*spec.get("initContainers", []), *spec["containers"]]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", FILES)
def test_each_object_is_one_that_kubernetes_takes(name: str, version: str) -> None:
    for manifest in manifests(name):
        kubernetes_validate.validate(manifest, version, strict=True)


def test_the_check_sees_a_misspelt_key() -> None:
    manifest = of_kind("kubernetes.yaml", "Deployment")
    manifest["spec"]["template"]["spec"]["containers"][0]["readinesProbe"] = {}

    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(manifest, VERSIONS[0], strict=True)


@pytest.mark.parametrize("name", FILES)
def test_every_object_is_in_one_namespace_and_selectors_find_the_pods(name: str) -> None:
    labels = of_kind(name, "Deployment")["spec"]["template"]["metadata"]["labels"]

    for manifest in manifests(name):
        if manifest["kind"] == "Namespace":
            assert manifest["metadata"]["name"] == "meshwise"
        else:
            assert manifest["metadata"]["namespace"] == "meshwise"
        selector = manifest.get("spec", {}).get("selector")
        if selector:
            assert (selector.get("matchLabels") or selector).items() <= labels.items()


@pytest.mark.parametrize("name", FILES)
def test_no_container_may_be_root_write_to_its_image_or_hold_a_capability(name: str) -> None:
    pod = of_kind(name, "Deployment")["spec"]["template"]["spec"]

    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == 10001
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    for container in containers(name):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"].keys() == {"requests", "limits"}


@pytest.mark.parametrize("name", FILES)
def test_probes_ask_what_the_app_answers(name: str) -> None:
    (container,) = of_kind(name, "Deployment")["spec"]["template"]["spec"]["containers"]
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}

    asked = {probe: container[probe]["httpGet"] for probe in container if probe.endswith("Probe")}
    assert {probe: get["path"] for probe, get in asked.items()} == {
        "startupProbe": "/healthz",
        "livenessProbe": "/healthz",
        "readinessProbe": "/readyz",
    }
    assert {get["port"] for get in asked.values()} <= ports.keys()
    assert of_kind(name, "Service")["spec"]["ports"][0]["targetPort"] in ports
    assert ports["http"] == 8000


@pytest.mark.parametrize("name", FILES)
def test_every_variable_is_a_setting_and_services_add_none(name: str) -> None:
    pod = of_kind(name, "Deployment")["spec"]["template"]["spec"]
    named = {each["name"] for one in containers(name) for each in one.get("env", [])}
    for manifest in manifests(name):
        if manifest["kind"] == "ConfigMap":
            named |= manifest["data"].keys()

    assert named
    assert named <= {f"MESHWISE_{field.upper()}" for field in Settings.model_fields}
    assert pod["enableServiceLinks"] is False


@pytest.mark.parametrize("name", FILES)
def test_every_mounted_volume_is_there(name: str) -> None:
    pod = of_kind(name, "Deployment")["spec"]["template"]["spec"]
    mounted = {mount["name"] for one in containers(name) for mount in one["volumeMounts"]}

    assert mounted == {volume["name"] for volume in pod["volumes"]}


def test_sqlite_is_opened_by_one_pod_at_a_time_and_kept_on_a_volume() -> None:
    spec = of_kind("kubernetes-sqlite.yaml", "Deployment")["spec"]
    claim = of_kind("kubernetes-sqlite.yaml", "PersistentVolumeClaim")
    (container,) = spec["template"]["spec"]["containers"]
    url = next(e["value"] for e in container["env"] if e["name"] == "MESHWISE_DATABASE_URL")

    assert (spec["replicas"], spec["strategy"]) == (1, {"type": "Recreate"})
    assert claim["spec"]["accessModes"] == ["ReadWriteOncePod"]
    assert url.startswith("sqlite:////data/")
    assert "/data" in [mount["mountPath"] for mount in container["volumeMounts"]]


def test_postgresql_is_migrated_before_replicas_serve_and_has_connections_for_all() -> None:
    spec = of_kind("kubernetes.yaml", "Deployment")["spec"]
    pod = spec["template"]["spec"]
    replicas = spec["replicas"] + spec["strategy"]["rollingUpdate"]["maxSurge"]

    assert spec["replicas"] > 1
    assert pod["initContainers"][0]["command"] == ["meshwise", "migrate"]
    assert pod["initContainers"][0]["image"] == pod["containers"][0]["image"]
    assert replicas * (READERS + WRITERS) + RESERVED < MAX_CONNECTIONS
