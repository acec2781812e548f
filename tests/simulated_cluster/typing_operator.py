"""Somebody who types commands at a simulated cluster, for the tests of the simulation itself."""

import json
from pathlib import Path
from typing import Any

from app.domain.runbook import parse_parameters
from tests.simulated_cluster.beginnings import begin
from tests.simulated_cluster.simulation import Answer, Simulation


def web(namespace: str, name: str = "web", **labels: str) -> dict[str, Any]:
    """Return a Deployment; its pods have the label app=web."""
    pod = {"serviceAccountName": "web", "containers": [{"name": "web"}]}
    template = {"metadata": {"labels": {"app": "web"}}, "spec": pod}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": namespace, "labels": labels},
        "spec": {"selector": {"matchLabels": {"app": "web"}}, "template": template},
    }


class Operator:
    """Somebody who types commands, with files of their own."""

    def __init__(self, folder: Path, **raw: object) -> None:
        parameters = parse_parameters("linkerd", {"namespaces": ["shop"], **raw})
        self.simulation, self.folder = Simulation(begin(parameters)), folder

    def types(self, line: str, *documents: object, context: str = "demo") -> Answer:
        """Type a line; documents are what is piped into it."""
        tool, *words = line.split()
        flag = "--kube-context" if tool == "helm" else "--context"
        piped = "".join(f"---\n{json.dumps(one)}\n" for one in documents)
        return self.simulation.answer((tool, flag, context, *words), self.folder, piped)

    def must(self, line: str, *documents: object) -> str:
        """Type a line that has to work."""
        answer = self.types(line, *documents)
        assert answer.status == 0, answer.errors
        return answer.output
