"""Everything that a script can reach: clusters by their contexts, and the operator's machine."""

from dataclasses import dataclass, field

from tests.simulated_cluster.cluster import Cluster
from tests.simulated_cluster.failure import ToolError


@dataclass(slots=True)
class World:
    """The clusters by context, what kubectl's configuration says, and Helm's repositories."""

    clusters: dict[str, Cluster]
    current: str
    repositories: dict[str, str] = field(default_factory=dict)

    def cluster(self, context: str) -> Cluster:
        """Return the cluster of a context; ToolError for one that kubectl does not have."""
        name = context or self.current
        if name not in self.clusters:
            raise ToolError(f'error: context "{name}" does not exist')
        return self.clusters[name]
