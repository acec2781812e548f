"""The collector script, run with a kubectl that answers from the fixtures."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from app.content.load import Content
from app.domain.cluster import ClusterFacts
from app.domain.cluster_observer import ClusterObserver
from app.formats.collector import collector_script
from app.formats.kubectl_json import read_objects

BIN = Path(sys.executable).parent
FIXTURES = Path(__file__).parents[1] / "fixtures" / "clusters"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.json"))
PLURALS = {
    "Node": "nodes",
    "Namespace": "namespaces",
    "Pod": "pods",
    "Service": "services",
    "Job": "jobs.batch",
    "CronJob": "cronjobs.batch",
    "Deployment": "deployments.apps",
    "DaemonSet": "daemonsets.apps",
    "StorageClass": "storageclasses.storage.k8s.io",
    "CustomResourceDefinition": "customresourcedefinitions.apiextensions.k8s.io",
    "Network": "networks.config.openshift.io",
    "ClusterVersion": "clusterversions.config.openshift.io",
}
KUBECTL = """#!/bin/sh
echo "$*" >>"$ANSWERS/asked"
case "$1" in
version) file="$ANSWERS/version" ;;
get) file="$ANSWERS/$2" ;;
*) exit 9 ;;
esac
[ -f "$file" ] || { echo "error: the server doesn't have a resource type" >&2; exit 1; }
cat "$file"
"""

needs_jq = pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")


class Cluster:
    """A folder that a fake kubectl answers from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        program = folder / "bin" / "kubectl"
        program.parent.mkdir()
        program.write_text(KUBECTL, encoding="utf-8")
        program.chmod(0o755)
        self.script = folder / "collect.sh"
        self.script.write_text(collector_script(), encoding="utf-8")

    def hold(self, name: str) -> None:
        """Answer as the cluster of a fixture would."""
        chunks = [(FIXTURES / f"{name}.json").read_bytes()]
        lists: dict[str, list[object]] = {plural: [] for plural in PLURALS.values()}
        for found in read_objects(chunks):
            if found.get("kind") in PLURALS:
                lists[PLURALS[found["kind"]]].append(found)
            elif "serverVersion" in found:
                self.answer("version", found)
            elif "gitVersion" in found:
                self.answer("version", {"serverVersion": found})
        for plural, items in lists.items():
            if items:
                self.answer(plural, {"apiVersion": "v1", "kind": "List", "items": items})

    def answer(self, what: str, with_this: object) -> None:
        """Answer one question."""
        (self.folder / what).write_text(json.dumps(with_this), encoding="utf-8")

    def collect(self, *options: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run the script."""
        found = path if path is not None else os.environ["PATH"]
        return subprocess.run(
            ["bash", self.script, *options],
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": f"{self.folder / 'bin'}:{found}", "ANSWERS": str(self.folder)},
        )

    @property
    def asked(self) -> list[str]:
        """The commands that kubectl got."""
        log = self.folder / "asked"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


@pytest.fixture
def cluster(tmp_path: Path) -> Cluster:
    return Cluster(tmp_path)


def facts_of(content: Content, chunks: Iterable[bytes]) -> ClusterFacts:
    observer = ClusterObserver(content.cluster_signals)
    for found in read_objects(chunks):
        observer.observe(found)
    return observer.facts


def values(facts: ClusterFacts) -> dict[str, object]:
    return {name: fact.value for name, fact in facts.known.items()}


@pytest.mark.endurance
@pytest.mark.parametrize("name", NAMES)
def test_what_is_collected_gives_the_facts_of_the_cluster(
    content: Content, cluster: Cluster, name: str
) -> None:
    cluster.hold(name)

    run = cluster.collect()

    assert run.returncode == 0, run.stderr
    whole = facts_of(content, [(FIXTURES / f"{name}.json").read_bytes()])
    assert values(facts_of(content, [run.stdout.encode()])) == values(whole)


@pytest.mark.endurance
@needs_jq
@pytest.mark.parametrize("name", NAMES)
def test_the_reduced_output_gives_the_same_facts(
    content: Content, cluster: Cluster, name: str
) -> None:
    cluster.hold(name)

    run = cluster.collect("--counts")

    assert run.returncode == 0, run.stderr
    whole = values(facts_of(content, [(FIXTURES / f"{name}.json").read_bytes()]))
    reduced = values(facts_of(content, [run.stdout.encode()]))
    assert reduced.keys() == whole.keys()
    assert {fact for fact in whole if reduced[fact] != whole[fact]} <= {"own_namespaces"}


@needs_jq
def test_the_reduced_output_names_nothing_of_yours(cluster: Cluster) -> None:
    metadata = {
        "name": "blue-whale-7f9",
        "namespace": "blue-team",
        "uid": "b1ue",
        "labels": {"app": "blue-whale", "owner": "blue", "k8s-app": "blue"},
        "annotations": {"linkerd.io/proxy-version": "blue", "note": "blue"},
    }
    pod = {
        "kind": "Pod",
        "metadata": metadata,
        "spec": {"containers": [{"image": "blue/whale", "env": [{"value": "blue"}]}]},
        "status": {"phase": "Running", "podIP": "10.9.8.7"},
    }
    ingress = {"hostname": "blue.example"}
    service = {**pod, "kind": "Service", "status": {"loadBalancer": {"ingress": [ingress]}}}
    node = {
        "kind": "Node",
        "metadata": {"name": "blue-1", "labels": {"eks.amazonaws.com/nodegroup": "blue"}},
        "spec": {"providerID": "aws:///eu-west-1a/i-0b1ue", "podCIDRs": ["10.9.8.0/24"]},
        "status": {"nodeInfo": {"architecture": "amd64", "machineID": "blue"}},
    }
    namespace = {"kind": "Namespace", "metadata": {"name": "blue-team"}}
    adapter = {"kind": "DaemonSet", "metadata": {**metadata, "namespace": "monitoring"}}
    definition = {
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "whales.blue.example", "labels": {"owner": "blue"}},
    }
    storage = {
        "kind": "StorageClass",
        "metadata": {"name": "blue-fast", "labels": {"team": "blue"}},
        "provisioner": "nfs.blue.example",
        "parameters": {"server": "blue"},
    }
    for plural, item in (
        ("nodes", node),
        ("pods", pod),
        ("services", service),
        ("jobs.batch", {**pod, "kind": "Job"}),
        ("deployments.apps", {**pod, "kind": "Deployment"}),
        ("daemonsets.apps", adapter),
        ("namespaces", namespace),
        ("customresourcedefinitions.apiextensions.k8s.io", definition),
        ("storageclasses.storage.k8s.io", storage),
    ):
        cluster.answer(plural, {"kind": "List", "items": [item]})

    run = cluster.collect("--counts")

    assert run.returncode == 0, run.stderr
    assert run.stdout.count('"kind"') == 9
    for trace in ("blue", "b1ue", "10.9.8", "eu-west"):
        assert trace not in run.stdout


def test_it_prints_every_command_before_it_runs_any(cluster: Cluster) -> None:
    run = cluster.collect("--dry-run")

    announced = [
        line.strip().removeprefix("kubectl ")
        for line in run.stderr.splitlines()
        if line.startswith("  kubectl ")
    ]
    assert run.stdout == ""
    assert cluster.asked == []
    cluster.collect()
    assert cluster.asked == announced
    assert len(announced) == len(set(announced)) == 1 + len(PLURALS)


def test_it_asks_the_cluster_of_a_given_context(cluster: Cluster) -> None:
    run = cluster.collect("--context", "a b; c")

    assert "  kubectl version -o json --context a b; c" in run.stderr
    assert cluster.asked
    assert all(line.endswith(" --context a b; c") for line in cluster.asked)


def test_it_only_reads_and_never_asks_for_secrets(cluster: Cluster) -> None:
    cluster.collect()

    assert all(line.startswith(("version ", "get ")) for line in cluster.asked)
    assert not [line for line in cluster.asked if "secret" in line or "configmap" in line]


def test_what_may_not_be_read_is_left_out_and_said(content: Content, cluster: Cluster) -> None:
    cluster.answer("nodes", {"kind": "List", "items": [{"kind": "Node", "metadata": {}}]})

    run = cluster.collect()

    assert run.returncode == 0
    assert "left out: kubectl get pods --all-namespaces -o json" in run.stderr
    assert values(facts_of(content, [run.stdout.encode()])) == {"nodes": 1}


def test_a_cluster_that_does_not_answer_is_an_error(cluster: Cluster) -> None:
    run = cluster.collect()

    assert run.returncode == 1
    assert run.stdout == ""
    assert "Nothing was found" in run.stderr


def test_an_option_that_does_not_exist_is_refused(cluster: Cluster) -> None:
    run = cluster.collect("--count")

    assert run.returncode == 2
    assert "usage:" in run.stderr
    assert cluster.asked == []


def test_without_jq_nothing_is_reduced_and_nothing_collected(
    cluster: Cluster, tmp_path: Path
) -> None:
    few = tmp_path / "few"
    few.mkdir()
    for tool in ("bash", "cat", "mktemp", "rm"):
        (few / tool).symlink_to(shutil.which(tool) or "")

    run = cluster.collect("--counts", path=str(few))

    assert run.returncode == 1
    assert "needs jq" in run.stderr
    assert cluster.asked == []


def test_the_script_knows_every_namespace_and_field_that_is_read(content: Content) -> None:
    script = collector_script()
    words = set(script.replace("'", " ").split())
    read = {
        signal.field[2]
        for signal in content.cluster_signals.signals
        if signal.field[:2] in {("metadata", "labels"), ("metadata", "annotations")}
    }

    assert set(content.cluster_signals.system_namespaces) <= words
    assert read <= words
    names = [
        signal.equals or signal.ends
        for signal in content.cluster_signals.signals
        if signal.kinds == ("CustomResourceDefinition",)
    ]
    assert all(name and name.endswith(tuple(words)) for name in names)
    assert {signal.equals for signal in content.cluster_signals.signals
            if signal.equals and signal.field[2:] and signal.field[2] in read} <= words  # fmt: skip


@pytest.mark.parametrize("tool", [("shellcheck",), ("shfmt", "-d")])
def test_the_linters_of_shell_authors_find_nothing(cluster: Cluster, tool: tuple[str, ...]) -> None:
    program, *options = tool

    run = subprocess.run(
        [BIN / program, *options, cluster.script], capture_output=True, text=True, check=False
    )

    assert run.stdout == ""
    assert run.returncode == 0
