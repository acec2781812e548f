#!/usr/bin/env bash
# Collect what Meshwise reads of a Kubernetes cluster. It only reads, and it sends nothing
# anywhere: what it finds goes to standard output, for you to look at first.
#
#   bash meshwise-collect.sh > cluster.json            everything kubectl prints
#   bash meshwise-collect.sh --counts > cluster.json   only the fields that are read; your
#                                                      names become numbers (needs jq)
#   bash meshwise-collect.sh --dry-run                 only print what would be run
#
# With --context NAME it asks that cluster, otherwise the one that kubectl asks by itself.
# Secrets and ConfigMaps are never asked for. Pods hold their environment variables: where
# those are confidential, use --counts.
set -euo pipefail

KINDS=(
	nodes
	namespaces
	pods
	services
	jobs.batch
	cronjobs.batch
	deployments.apps
	daemonsets.apps
	storageclasses.storage.k8s.io
	customresourcedefinitions.apiextensions.k8s.io
	networks.config.openshift.io
	clusterversions.config.openshift.io
)

# Namespaces whose names say what runs the cluster. The names of all others become numbers.
SYSTEM='kube-system kube-public kube-node-lease kube-* openshift openshift-* calico-system
calico-apiserver tigera-operator cilium-secrets gke-* gmp-system gmp-public azure-*
aks-istio-system aks-istio-ingress aks-istio-egress amazon-* aws-observability
local-path-storage metallb-system cattle-* fleet-system istio-system istio-ingress linkerd
linkerd-* kuma-system kong-mesh-system consul osm-system appmesh-system nginx-mesh
traefik-mesh cert-manager argocd argo-rollouts flux-system flagger-system monitoring
gatekeeper-system ingress-nginx container-object-storage-system'

# Labels and annotations that are read.
KEYS='node.openshift.io/os_id eks.amazonaws.com/nodegroup eks.amazonaws.com/compute-type
cloud.google.com/gke-nodepool kubernetes.azure.com/cluster kubernetes.azure.com/role
kubernetes.azure.com/ebpf-dataplane doks.digitalocean.com/node-pool-id minikube.k8s.io/name microk8s.io/cluster
kubeadm.alpha.kubernetes.io/cri-socket node-role.kubernetes.io/control-plane
node-role.kubernetes.io/master projectcalico.org/IPv4Address
flannel.alpha.coreos.com/backend-type k8s-app app component name
linkerd.io/control-plane-component sidecar.istio.io/status ambient.istio.io/redirection
linkerd.io/proxy-version kuma.io/sidecar-injected consul.hashicorp.com/connect-inject-status
osm-proxy-uuid svccontroller.k3s.cattle.io/svcname pod-security.kubernetes.io/enforce
gateway.networking.k8s.io/bundle-version gateway.networking.k8s.io/channel
storageclass.kubernetes.io/is-default-class'

# Their values that mean something. Any other value becomes "present".
VALUES='cilium calico-node aws-node azure-cns flannel ovnkube-node antrea-agent weave-net
kube-router kindnet istiod maesh auto enabled true injected privileged baseline restricted
standard experimental'

# How the names of definitions end that are read. The names of all others become numbers.
DEFINITIONS='.gateway.networking.k8s.io .networking.istio.io .linkerd.io .kuma.io
.consul.hashicorp.com .openservicemesh.io .appmesh.k8s.aws .specs.smi.nginx.com
.cert-manager.io .monitoring.coreos.com .argoproj.io .kustomize.toolkit.fluxcd.io
.helm.toolkit.fluxcd.io .flagger.app .metallb.io .config.openshift.io'

# Public names of storage. Any other one becomes "present".
PROVISIONERS='ebs.csi.aws.com ebs.csi.eks.amazonaws.com efs.csi.aws.com kubernetes.io/aws-ebs
pd.csi.storage.gke.io kubernetes.io/gce-pd disk.csi.azure.com file.csi.azure.com
kubernetes.io/azure-disk rancher.io/local-path k8s.io/minikube-hostpath
dobs.csi.digitalocean.com csi.vsphere.vmware.com driver.longhorn.io
openshift-storage.rbd.csi.ceph.com rook-ceph.rbd.csi.ceph.com kubernetes.io/no-provisioner'

# shellcheck disable=SC2016  # The dollars are jq's.
REDUCE='
def listed: [splits("\\s+")] | map({key: ., value: true}) | from_entries;
($system | [splits("\\s+")]) as $patterns
| ($patterns | map(select(endswith("*")) | .[:-1])) as $starts
| ($keys | listed) as $read
| ($values | listed) as $meant
| ($provisioners | listed) as $public
| ($definitions | [splits("\\s+")]) as $ends
| def is_system: . as $name
    | ($patterns | index($name)) != null or any($starts[]; . as $start | $name | startswith($start));
def is_read: . as $name | any($ends[]; . as $suffix | $name | endswith($suffix));
def known($number): if is_system or . == "default" then . else "namespace\($number)" end;
def marks: (. // {}) | with_entries(select($read[.key])
  | .value |= tostring
  | if .key == "gateway.networking.k8s.io/bundle-version" or $meant[.value] then .
    else .value = "present" end);
def only($names): (. // {}) | with_entries(select(.key | IN($names[])));

.items // [] | to_entries[] | .key as $number | .value
| .kind as $kind
| (.metadata.namespace // "") as $namespace
| (if $kind == "Network" or $kind == "ClusterVersion" then .metadata.name
   elif $kind == "CustomResourceDefinition" and (.metadata.name | is_read) then .metadata.name
   elif $kind == "Namespace" then .metadata.name | known("-\($number)")
   elif ($namespace | is_system) and (.metadata.name | test("^(anetd|kuma-control-plane$)"))
   then .metadata.name
   elif $kind == "Service" and $namespace == "default" and .metadata.name == "kubernetes"
   then .metadata.name
   else "\($kind | ascii_downcase)-\($number)" end) as $name
| {kind: $kind, metadata: ({name: $name, labels: (.metadata.labels | marks),
    annotations: (.metadata.annotations | marks)}
    + (if $namespace == "" then {} else {namespace: ($namespace | known(""))} end))}
  + (if $kind == "Node" then {
      spec: {providerID: ((.spec.providerID // "") | [match("^[a-z0-9]+:(//)?").string][0] // ""),
        podCIDRs: [(.spec.podCIDRs // [])[] | if contains(":") then "::/0" else "0.0.0.0/0" end]},
      status: {capacity: (.status.capacity | only(["cpu", "memory"])),
        nodeInfo: (.status.nodeInfo | only(["kubeletVersion", "architecture", "operatingSystem",
          "osImage", "kernelVersion", "containerRuntimeVersion"]))}}
    elif $kind == "Pod" then {
      spec: {hostNetwork: (.spec.hostNetwork == true)}, status: {phase: (.status.phase // "")}}
    elif $kind == "Service" then {
      spec: (.spec | only(["type", "ipFamilies"])),
      status: {loadBalancer: {ingress: [(.status.loadBalancer.ingress // [])[]
        | if .ip then {ip: "present"} elif .hostname then {hostname: "present"} else {} end]}}}
    elif $kind == "StorageClass" then {
      provisioner: (.provisioner // "" | if $public[.] then . else "present" end)}
    elif $kind == "Network" then {status: (.status | only(["networkType"]))}
    elif $kind == "ClusterVersion" then {status: {desired: (.status.desired | only(["version"]))}}
    else {} end)
'

say() {
	printf '%s\n' "$*" >&2
}

reduce() {
	jq --compact-output --arg system "${SYSTEM}" --arg keys "${KEYS}" --arg values "${VALUES}" \
		--arg definitions "${DEFINITIONS}" --arg provisioners "${PROVISIONERS}" "${REDUCE}"
}

collect() {
	if ! kubectl "$@" ${context:+--context "${context}"} >"${folder}/found"; then
		say "left out: kubectl $*"
		return
	fi
	found=$((found + 1))
	if ((counts == 0)); then
		cat "${folder}/found"
	elif [[ $1 == version ]]; then
		jq --compact-output '{serverVersion: {gitVersion: .serverVersion.gitVersion}}' \
			"${folder}/found"
	else
		reduce <"${folder}/found"
	fi
}

counts=0
dry_run=0
context=''
while (($#)); do
	case "$1" in
	--counts) counts=1 ;;
	--dry-run) dry_run=1 ;;
	--context)
		context="${2:?--context needs a name}"
		shift
		;;
	*)
		say "usage: meshwise-collect.sh [--counts] [--dry-run] [--context NAME]"
		exit 2
		;;
	esac
	shift
done

if ((counts)) && ! command -v jq >/dev/null; then
	say "--counts needs jq, which is not installed."
	exit 1
fi

say "These commands only read. Each is run once:"
say "  kubectl version -o json${context:+ --context ${context}}"
for kind in "${KINDS[@]}"; do
	say "  kubectl get ${kind} --all-namespaces -o json${context:+ --context ${context}}"
done
if ((dry_run)); then
	exit 0
fi

found=0
folder="$(mktemp -d)"
trap 'rm -rf -- "${folder}"' EXIT
collect version -o json
for kind in "${KINDS[@]}"; do
	collect get "${kind}" --all-namespaces -o json
done
if ((found == 0)); then
	say "Nothing was found. Does kubectl reach the cluster?"
	exit 1
fi
say "Done. Nothing was sent. Look through the output before you hand it on."
