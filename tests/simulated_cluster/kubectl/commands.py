"""kubectl: which function does which of its commands."""

from collections.abc import Callable, Mapping

from tests.simulated_cluster.kubectl import pods, reading, waiting, writing
from tests.simulated_cluster.session import Session

COMMANDS: Mapping[str, Callable[[Session], str]] = {
    "annotate": writing.annotate,
    "apply": writing.apply,
    "auth can-i": reading.can_i,
    "cluster-info": reading.cluster_info,
    "config current-context": reading.current_context,
    "config view": reading.view_config,
    "cp": pods.copy_out,
    "create configmap": writing.create_configmap,
    "create secret generic": writing.create_secret,
    "create secret tls": writing.create_secret,
    "delete": writing.delete,
    "diff": reading.diff,
    "exec": pods.execute,
    "get": reading.get,
    "label": writing.label,
    "logs": reading.logs,
    "patch": writing.patch,
    "version": reading.version,
    "rollout restart": waiting.restart_workloads,
    "rollout status": waiting.show_status,
    "run": pods.run,
    "wait": waiting.wait,
}
