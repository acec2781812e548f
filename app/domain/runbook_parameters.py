"""What a visitor may choose for a runbook, validated so that no value can become syntax."""

from pydantic import Field, ValidationInfo, field_validator

from app.domain.parameter_types import (
    DEMO_NAMESPACE,
    KUBERNETES_VERSION,
    LABEL,
    RESERVED_NAMESPACES,
    SERVICE,
    Namespaces,
    Truth,
    Whole,
)
from app.domain.published import Id, Published
from app.domain.runbook_choices import (
    Certificates,
    Cni,
    GatewayApi,
    Multicluster,
    Observability,
    Platform,
    Profile,
    ProgressiveDelivery,
    Tool,
)


class Parameters(Published):
    """A runbook's parameters; anything left out has a default that changes as little as it can."""

    option: Id = Field(description="The option that the runbook installs.")
    profile: Profile = Field(
        default=Profile.EVALUATION,
        strict=False,
        description="Evaluation: one replica of each part, certificates made on the spot. "
        "Production: several replicas, resources, disruption budgets and your own certificates.",
    )
    tool: Tool = Field(
        default=Tool.HELM,
        strict=False,
        description="Install with Helm charts, with the option's own command line, or let Argo CD "
        "or Flux apply the charts.",
    )
    platform: Platform = Field(
        default=Platform.OTHER, strict=False, description="Where the cluster runs."
    )
    kubernetes_version: str = Field(
        default="1.35",
        pattern=KUBERNETES_VERSION,
        description="The cluster's Kubernetes version; the preflight compares it with the cluster.",
        examples=["1.35", "1.34.2"],
    )
    cni: Cni = Field(
        default=Cni.PLATFORM_DEFAULT,
        strict=False,
        description="The pod network that the cluster has before the runbook starts.",
    )
    cluster_name: str = Field(
        default="demo",
        pattern=LABEL,
        max_length=63,
        description="A name for the cluster; on kind it is the cluster that kind made.",
        examples=["demo"],
    )
    namespaces: Namespaces = Field(
        default=(DEMO_NAMESPACE,),
        strict=False,
        description="Namespaces to take into the mesh, after the runbook's own demo namespace. "
        "Their workloads are restarted where the option needs it.",
        examples=[["shop", "payments"]],
    )
    strict_mtls: Truth = Field(
        default=False,
        description="Also refuse clear text in your namespaces. The demo namespace always does, "
        "where the option can.",
    )
    gateway_api: GatewayApi = Field(
        default=GatewayApi.INSTALL,
        strict=False,
        description="Install the Gateway API's definitions where they are missing, or only check "
        "those that something else owns.",
    )
    observability: Observability = Field(
        default=Observability.NONE,
        strict=False,
        description="Read metrics as they are, install what the option brings, or let a "
        "Prometheus Operator that is there scrape them.",
    )
    certificates: Certificates = Field(
        default=Certificates.BUILT_IN,
        strict=False,
        description="Let the option make its own root, let cert-manager sign, or bring a root and "
        "an intermediate certificate of yours as files.",
    )
    progressive_delivery: ProgressiveDelivery = Field(
        default=ProgressiveDelivery.NONE,
        strict=False,
        description="Let Argo Rollouts or Flagger move the weights of the demo's release and stop "
        "at a bad measurement.",
    )
    multicluster: Multicluster = Field(
        default=Multicluster.NONE,
        strict=False,
        description="Join a second cluster. Which ways there are depends on the option.",
    )
    peer_name: str = Field(
        default="peer",
        pattern=LABEL,
        max_length=30,
        description="The second cluster: its name, and the context that kubectl has for it.",
        examples=["west"],
    )
    canary_service: str | None = Field(
        default=None,
        pattern=SERVICE,
        max_length=60,
        description="A Service in the first of your namespaces whose calls are split between the "
        "Services NAME-v1 and NAME-v2. Left out: only the demo's are.",
        examples=["orders"],
    )
    canary_port: Whole = Field(
        default=8080, strict=False, ge=1, le=65535, description="The port of those Services."
    )
    canary_weight: Whole = Field(
        default=10,
        strict=False,
        ge=1,
        le=50,
        description="How many percent of the calls the new version gets.",
    )

    @field_validator("canary_service")
    @classmethod
    def _ask_for_its_namespace(cls, name: str | None, others: ValidationInfo) -> str | None:
        if name is not None and others.data.get("namespaces", ("",))[0] == DEMO_NAMESPACE:
            raise ValueError("needs a namespace of yours, the first of namespaces, to lie in")
        return name

    @field_validator("peer_name")
    @classmethod
    def _name_another_cluster(cls, name: str, others: ValidationInfo) -> str:
        joined = others.data.get("multicluster", Multicluster.NONE) != Multicluster.NONE
        if joined and name == others.data.get("cluster_name"):
            raise ValueError("must differ from the name of this cluster")
        return name

    @field_validator("namespaces")
    @classmethod
    def _refuse_what_must_stay_outside(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        reserved = sorted(RESERVED_NAMESPACES.intersection(names))
        if reserved:
            raise ValueError(f"{', '.join(reserved)} must stay outside the mesh")
        return tuple(dict.fromkeys(names))
