# What every runbook script can do: name the cluster, show and run commands, check, log, and say the way back.

phase=
from=
context=
dry_run=
assume_yes=
step=
changed=
undo_how=
undo_lines=
log=
limit=3600

usage() {
	cat <<USAGE
Usage: $0 [--dry-run] [--yes] [--kubeconfig FILE] [--context NAME] [--from STEP] PHASE

Phases: $PHASES

  --dry-run          show every command, run none
  --yes              do not ask; needs --context
  --kubeconfig FILE  use this file
  --context NAME     act on this context
  --from STEP        start at this step of the phase

CHECK_SECONDS caps the time that a check may take, for rehearsals.
Exit status: 0 done, 1 a step failed, 2 wrong usage, 3 the context was not confirmed.
USAGE
}

say() { printf '%s\n' "$*"; }

refuse() {
	local status=$1
	shift
	say "$*" >&2
	exit "$status"
}

# The tools act on the confirmed context only, and none of them for ever. Without --foreground an
# interrupt would not reach them; where timeout does not know it or is missing, checks still end.
if timeout --foreground 5 true 2>/dev/null; then
	limited() { timeout --foreground "$limit" "$@"; }
else
	limited() { command "$@"; }
fi
kubectl() { limited kubectl --context "$context" "$@"; }
kubectl-argo-rollouts() { limited kubectl-argo-rollouts --context "$context" "$@"; }
helm() { limited helm --kube-context "$context" "$@"; }
linkerd() { limited linkerd --context "$context" "$@"; }
istioctl() { limited istioctl --context "$context" "$@"; }
cilium() { limited cilium --context "$context" "$@"; }
consul-k8s() { limited consul-k8s "$1" -context "$context" "${@:2}"; }

begin() {
	step=$1
	undo_how=
	undo_lines=
	say ""
	say "== $1: $2"
	if [ -n "$3" ]; then say "   $3"; fi
}

# way_back HOW [COMMAND...]
way_back() {
	undo_how=$1
	shift
	if [ "$#" -gt 0 ]; then undo_lines=$(printf '  %s\n' "$@"); fi
}

by_hand() {
	say "   To be done by hand unless the check below holds already:"
	printf '   %s\n' "$@"
}

# shown COMMAND: print a command, and tell whether it is to be run.
shown() {
	say "\$ $1"
	[ -z "$dry_run" ]
}

will_change() {
	if [ -z "$dry_run" ]; then
		changed="$changed
  $step: $1"
	fi
}

# fits EXIT PATTERN ABSENT STATUS OUTPUT: tell whether a status and an output are the wanted ones.
fits() {
	case "$1" in
	zero) [ "$4" -eq 0 ] || return 1 ;;
	nonzero) [ "$4" -ne 0 ] || return 1 ;;
	esac
	if [ -n "$2" ]; then grep -Eq -e "$2" <<<"$5" || return 1; fi
	if [ -n "$3" ]; then ! grep -Eq -e "$3" <<<"$5" || return 1; fi
}

# already COMMAND EXIT PATTERN ABSENT FUNCTION: tell whether a step has been done before.
already() {
	local output status=0
	if [ -n "$dry_run" ]; then
		say "   Skipped if this shows that it is done: $1"
		return 1
	fi
	output=$(limit=60 && "$5" 2>&1) || status=$?
	if fits "$2" "$3" "$4" "$status" "$output"; then
		say "   Done before, skipped."
		return 0
	fi
	return 1
}

# expect CODE SHOWS SECONDS COMMAND EXIT PATTERN ABSENT FUNCTION
expect() {
	local output status deadline seconds=$3
	say "? $1 $2 (up to $3 s)"
	say "\$ $4"
	if [ -n "$dry_run" ]; then return 0; fi
	if [ -n "${CHECK_SECONDS:-}" ] && [ "$CHECK_SECONDS" -lt "$seconds" ]; then seconds=$CHECK_SECONDS; fi
	deadline=$((SECONDS + seconds))
	while true; do
		status=0
		output=$(limit=$((deadline - SECONDS + 5)) && "$8" 2>&1) || status=$?
		if fits "$5" "$6" "$7" "$status" "$output"; then
			say "$output" | tail -n 5
			say "+ $1 holds."
			return 0
		fi
		if [ "$SECONDS" -ge "$deadline" ]; then break; fi
		sleep 2
	done
	say "$output" | tail -n 20
	say "- $1 does not hold after $seconds s (exit status $status)."
	return 1
}

on_exit() {
	local status=$?
	if [ "$status" -ne 0 ] && [ -n "$step" ]; then
		say ""
		say "FAILED in step $step of phase $phase, exit status $status. Nothing after it was run."
		if [ -n "$changed" ]; then
			say "Begun or done in this run, and not undone:$changed"
		else
			say "This run changed nothing."
		fi
		if [ -n "$undo_how" ]; then say "To go back from this step, on context $context: $undo_how"; fi
		if [ -n "$undo_lines" ]; then say "$undo_lines"; fi
		say "To take traffic out of the mesh: $0 --context $(printf '%q' "$context") rollback"
		say "To go on after mending it: $0 --context $(printf '%q' "$context") --from $step $phase"
	fi
	if [ -n "$log" ]; then
		say "Log: $log"
		exec >&- 2>&-
		wait "$logger" 2>/dev/null || true
	fi
	exit "$status"
}

confirm_context() {
	local server typed named=$context
	if [ -z "$context" ]; then
		context=$(command kubectl config current-context) ||
			refuse 3 "There is no current context. Name one with --context."
	fi
	server=$(kubectl config view --minify --output 'jsonpath={.clusters[0].cluster.server}') ||
		refuse 3 "There is no context called $context."
	say "Phase $phase will act on context $context ($server)."
	if [ -n "$assume_yes" ]; then
		[ -n "$named" ] || refuse 3 "--yes needs --context: say which cluster you mean."
	elif [ -t 0 ]; then
		read -r -p "Type the name of the context to go on: " typed
		[ "$typed" = "$context" ] || refuse 3 "Not confirmed. Nothing was run."
	else
		refuse 3 "Not confirmed, and nobody to ask. Pass --context NAME --yes. Nothing was run."
	fi
}

# Every line gets the time, in UTC, on the screen and in the log.
stamp_lines() {
	local line now
	while IFS= read -r line; do
		if [ "${BASH_VERSINFO[0]}" -ge 5 ]; then
			TZ=UTC printf -v now '%(%H:%M:%SZ)T' -1
		else
			now=$(date -u +%H:%M:%SZ)
		fi
		printf '%s %s\n' "$now" "$line"
		printf '%s %s\n' "$now" "$line" >>"$log"
	done
}

start_log() {
	log="$PWD/$OPTION-$phase-$(date -u +%Y%m%dT%H%M%SZ).log"
	exec > >(stamp_lines) 2>&1
	logger=$!
	say "Meshwise runbook $OPTION $VERSION, phase $phase, context $context, $(date -u +%Y-%m-%dT%H:%M:%SZ)"
}

read_arguments() {
	while [ "$#" -gt 0 ]; do
		case "$1" in
		--dry-run) dry_run=1 ;;
		--yes) assume_yes=1 ;;
		--kubeconfig | --context | --from)
			[ "$#" -gt 1 ] || refuse 2 "$1 needs a value."
			case "$1" in
			--kubeconfig)
				[ -f "$2" ] || refuse 2 "There is no file $2."
				KUBECONFIG=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
				export KUBECONFIG
				;;
			--context) context=$2 ;;
			--from) from=$2 ;;
			esac
			shift
			;;
		-h | --help)
			usage
			exit 0
			;;
		-*) refuse 2 "$1 is not an option. Try --help." ;;
		*)
			[ -z "$phase" ] || refuse 2 "One phase at a time. Try --help."
			phase=$1
			;;
		esac
		shift
	done
	case " $PHASES " in
	*" ${phase:-?} "*) ;;
	*) refuse 2 "Name one phase of: $PHASES." ;;
	esac
	if [ -n "$from" ]; then
		case " $(steps_of "$phase") " in
		*" $from "*) ;;
		*) refuse 2 "Phase $phase has no step $from. It has: $(steps_of "$phase")." ;;
		esac
	fi
}

main() {
	local each
	read_arguments "$@"
	if [ -z "$dry_run" ]; then
		confirm_context
		work_in_folder
		start_log
	else
		context=${context:-CONTEXT}
	fi
	trap on_exit EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	for each in $(steps_of "$phase"); do
		if [ -n "$from" ] && [ "$each" != "$from" ]; then continue; fi
		from=
		"step_${each//-/_}"
	done
	step=
	say ""
	say "Phase $phase is done."
}
