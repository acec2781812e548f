"""The choices that a visitor has for a runbook; each value is a contract of links and the API."""

from enum import StrEnum


class Profile(StrEnum):
    """How much the runbook prepares for."""

    EVALUATION = "evaluation"
    PRODUCTION = "production"


class Tool(StrEnum):
    """What installs the option; Argo CD and Flux apply the same charts and values as Helm."""

    CLI = "cli"
    HELM = "helm"
    ARGOCD = "argocd"
    FLUX = "flux"


class Platform(StrEnum):
    """Where the cluster runs."""

    EKS = "eks"
    GKE = "gke"
    AKS = "aks"
    OPENSHIFT = "openshift"
    K3S = "k3s"
    KUBEADM = "kubeadm"
    KIND = "kind"
    OTHER = "other"


class Cni(StrEnum):
    """Which network the cluster has before the runbook starts."""

    PLATFORM_DEFAULT = "platform_default"
    CILIUM = "cilium"
    CILIUM_MANAGED = "cilium_managed"
    CALICO = "calico"
    NONE = "none"


class GatewayApi(StrEnum):
    """Who brings the Gateway API's custom resource definitions."""

    INSTALL = "install"
    EXISTING = "existing"


class Observability(StrEnum):
    """Where metrics go."""

    NONE = "none"
    BUNDLED = "bundled"
    EXISTING_PROMETHEUS = "existing_prometheus"


class Certificates(StrEnum):
    """Who signs the certificates of the workloads."""

    BUILT_IN = "built_in"
    CERT_MANAGER = "cert_manager"
    OWN_CA = "own_ca"


class ProgressiveDelivery(StrEnum):
    """What moves the weights of a release by itself."""

    NONE = "none"
    ARGO_ROLLOUTS = "argo_rollouts"
    FLAGGER = "flagger"


class Multicluster(StrEnum):
    """How this cluster is joined with a second one; each option has its own ways."""

    NONE = "none"
    MULTI_PRIMARY = "multi_primary"
    PRIMARY_REMOTE = "primary_remote"
    MIRRORED_SERVICES = "mirrored_services"
    CLUSTER_MESH = "cluster_mesh"
    ZONES = "zones"
    PEERING = "peering"
