# What every runbook script can do: name the cluster, show and run commands, check, log, and say the way back.

phase=
from=
context=
dry_run=
check_only=
json=
assume_yes=
step=
title=
code=
shows=
hint=
severity=
began=0
reported=
warned=
failed=
changed=
undo_how=
undo_lines=
log=
limit=3600

usage() {
	cat <<USAGE
Usage: $0 [--dry-run] [--yes] [--kubeconfig FILE] [--context NAME] [--from STEP] [--output FORM] PHASE
       $0 check [--kubeconfig FILE] [--context NAME] [--from STEP] [--output FORM] PHASE

Phases: $PHASES

check runs every check of the phase once, for at most 30 s each, goes on where one fails, changes
nothing in the cluster and does not ask.

  --dry-run          show every command, run none
  --yes              do not ask, not even before a point of no return; needs --context
  --kubeconfig FILE  use this file
  --context NAME     act on this context
  --from STEP        start at this step of the phase
  --output FORM      text, or json: a JSON object per line for each step with its check, then one
                     for the phase, on standard output; what people read goes to standard error

CHECK_SECONDS caps the time that a check may take, for rehearsals.
Exit status: 0 done, perhaps with warnings, 1 a step or a check failed, 2 wrong usage, 3 the context or a point of no return was not confirmed.
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

# escaped TEXT: set `escape` to the text as it stands within a string of JSON, in ASCII only. Bytes
# that are no UTF-8 become U+FFFD.
escaped() {
	local LC_ALL=C text=$1 slash=$'\\' byte follow point=0 lowest=0 wanted=0 at
	escape=
	text=${text//"$slash"/"$slash$slash"}
	text=${text//'"'/"$slash"'"'}
	text=${text//$'\n'/"$slash"n}
	text=${text//$'\t'/"$slash"t}
	if [[ $text != *[!\ -~]* ]]; then
		escape=$text
		return 0
	fi
	for ((at = 0; at < ${#text}; at++)); do
		printf -v byte '%d' "'${text:at:1}"
		byte=$((byte & 255))
		if ((wanted > 0 && (byte & 0xC0) == 0x80)); then
			point=$(((point << 6) | (byte & 0x3F)))
			wanted=$((wanted - 1))
			if ((wanted == 0)); then escape_point "$point" "$lowest"; fi
			continue
		fi
		if ((wanted > 0)); then
			escape+='\ufffd'
			wanted=0
		fi
		if ((byte >= 0x20 && byte < 0x7F)); then
			escape+=${text:at:1}
		elif ((byte >= 0xC2 && byte < 0xE0)); then
			point=$((byte & 0x1F)) wanted=1 lowest=$((0x80))
		elif ((byte >= 0xE0 && byte < 0xF0)); then
			point=$((byte & 0x0F)) wanted=2 lowest=$((0x800))
		elif ((byte >= 0xF0 && byte < 0xF5)); then
			point=$((byte & 0x07)) wanted=3 lowest=$((0x10000))
		elif ((byte < 0x80)); then
			printf -v follow '\\u%04x' "$byte"
			escape+=$follow
		else
			escape+='\ufffd'
		fi
	done
	if ((wanted > 0)); then escape+='\ufffd'; fi
}

# escape_point POINT LOWEST: add a sign of Unicode to `escape`, one beyond 16 bits as two surrogates.
escape_point() {
	local one=$1 written
	if ((one < $2 || one > 0x10FFFF || (one >= 0xD800 && one < 0xE000))); then
		escape+='\ufffd'
		return 0
	fi
	if ((one >= 0x10000)); then
		printf -v written '\\u%04x\\u%04x' $((0xD800 + ((one - 0x10000) >> 10))) $((0xDC00 + ((one - 0x10000) & 0x3FF)))
	else
		printf -v written '\\u%04x' "$one"
	fi
	escape+=$written
}

# object NAME TEXT [NAME TEXT...]: print one line of JSON; names that end with # hold numbers.
object() {
	local line='' escape
	while [ "$#" -gt 0 ]; do
		escaped "$2"
		case "$1" in
		*'#') line+=",\"${1%#}\":$2" ;;
		*) line+=",\"$1\":\"$escape\"" ;;
		esac
		shift 2
	done
	printf '{%s}\n' "${line#,}" >&3
}

# report STATUS OUTPUT: tell what became of the step: pass, warn, fail or skip.
report() {
	reported=$step
	case "$1" in
	warn) warned="$warned $code" ;;
	fail) failed="$failed $code" ;;
	esac
	if [ -z "$json" ]; then return 0; fi
	if [ "${#2}" -gt 4000 ]; then set -- "$1" "${2: -4000}"; fi
	object kind step phase "$phase" step "$step" title "$title" code "$code" status "$1" \
		seconds# "$((SECONDS - began))" shows "$shows" hint "$hint" output "$2"
}

# report_phase STATUS: tell what became of the phase.
report_phase() {
	if [ -z "$json" ]; then return 0; fi
	object kind phase phase "$phase" context "$context" status "$1" seconds# "$SECONDS" \
		step "$step" warned "${warned# }" failed "${failed# }" changed "${changed#$'\n'}" \
		undo "$undo_how${undo_lines:+$'\n'}$undo_lines" log "$log"
}

begin() {
	step=$1
	title=$2
	began=$SECONDS
	undo_how=
	undo_lines=
	say ""
	say "== $1: $2"
	if [ -n "$3" ] && [ -z "$check_only" ]; then say "   $3"; fi
}

# proof CODE SHOWS HINT SEVERITY: name the check that the step ends with.
proof() {
	code=$1
	shows=$2
	hint=$3
	severity=$4
}

# way_back HOW [COMMAND...]
way_back() {
	undo_how=$1
	shift
	if [ "$#" -gt 0 ]; then undo_lines=$(printf '  %s\n' "$@"); fi
}

# no_return WHAT: say what cannot be got back once this step has run, and ask unless nobody is to be.
no_return() {
	local typed
	if [ -n "$check_only" ]; then return 0; fi
	say "!! POINT OF NO RETURN: $1"
	if [ -n "$dry_run$assume_yes" ]; then return 0; fi
	say "Type yes to go on:"
	read -r typed || typed=
	if [ "$typed" != yes ]; then
		say "Not confirmed. The step was not run."
		exit 3
	fi
}

by_hand() {
	if [ -n "$check_only" ]; then return 0; fi
	say "   To be done by hand unless the check below holds already:"
	printf '   %s\n' "$@"
}

# shown COMMAND: print a command, and tell whether it is to be run.
shown() {
	if [ -n "$check_only" ]; then return 1; fi
	say "\$ $1"
	[ -z "$dry_run" ]
}

# unread STATUS: go on after a command of a step that only reads and only warns.
unread() { say "  It ended with exit status $1. The run goes on."; }

will_change() {
	if [ -z "$dry_run$check_only" ]; then
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
	if [ -n "$check_only" ]; then return 1; fi
	if [ -n "$dry_run" ]; then
		say "   Skipped if this shows that it is done: $1"
		return 1
	fi
	output=$(limit=60 && "$5" 2>&1) || status=$?
	if fits "$2" "$3" "$4" "$status" "$output"; then
		say "   Done before, skipped."
		report skip "$output"
		return 0
	fi
	return 1
}

# expect SECONDS COMMAND EXIT PATTERN ABSENT FUNCTION: try the check until it holds. Where it does
# not, a check that only warns, and every check of a run that only checks, lets the run go on.
expect() {
	local output status deadline seconds=$1 longest=5
	say "? $code $shows (up to $1 s)"
	say "\$ $2"
	if [ -n "$dry_run" ]; then
		report skip ""
		return 0
	fi
	if [ -n "$check_only" ]; then
		seconds=0
		longest=30
	fi
	if [ -n "${CHECK_SECONDS:-}" ] && [ "$CHECK_SECONDS" -lt "$seconds" ]; then seconds=$CHECK_SECONDS; fi
	deadline=$((SECONDS + seconds))
	while true; do
		status=0
		output=$(limit=$((deadline - SECONDS + longest)) && "$6" 2>&1) || status=$?
		if fits "$3" "$4" "$5" "$status" "$output"; then
			output=$(tail -n 5 <<<"$output")
			say "$output"
			say "+ $code holds."
			report pass "$output"
			return 0
		fi
		if [ "$SECONDS" -ge "$deadline" ]; then break; fi
		sleep 2
	done
	output=$(tail -n 20 <<<"$output")
	say "$output"
	say "- $code does not hold after $seconds s (exit status $status)."
	if [ "$severity" = warn ]; then
		say "  Warning if: $hint"
		say "! $code is a warning: the run goes on."
		report warn "$output"
		return 0
	fi
	say "  Stop if: $hint"
	report fail "$output"
	[ -n "$check_only" ]
}

on_exit() {
	local status=$?
	if [ "$status" -ne 0 ] && [ -n "$step" ]; then
		if [ "$reported" != "$step" ]; then report fail "The step ended with exit status $status before its check. The log holds what it said."; fi
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
	if [ "$status" -ne 0 ]; then
		report_phase fail
	elif [ -n "$dry_run" ]; then
		report_phase skip
	elif [ -n "$warned" ]; then
		report_phase warn
	else
		report_phase pass
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
	if [ -n "$check_only" ]; then
		say "The checks of phase $phase will look at context $context ($server)."
		return 0
	fi
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
	exec > >(stamp_lines 3>&-) 2>&1
	logger=$!
	say "Meshwise runbook $OPTION $VERSION, phase $phase, context $context, $(date -u +%Y-%m-%dT%H:%M:%SZ)"
}

read_arguments() {
	while [ "$#" -gt 0 ]; do
		case "$1" in
		--dry-run) dry_run=1 ;;
		--yes) assume_yes=1 ;;
		--kubeconfig | --context | --from | --output)
			[ "$#" -gt 1 ] || refuse 2 "$1 needs a value."
			case "$1" in
			--kubeconfig)
				[ -f "$2" ] || refuse 2 "There is no file $2."
				KUBECONFIG=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
				export KUBECONFIG
				;;
			--context) context=$2 ;;
			--from) from=$2 ;;
			--output)
				case "$2" in
				json) json=1 ;;
				text) json= ;;
				*) refuse 2 "--output takes text or json." ;;
				esac
				;;
			esac
			shift
			;;
		-h | --help)
			usage
			exit 0
			;;
		check)
			[ -z "$check_only$phase" ] || refuse 2 "Say check once, before the phase. Try --help."
			check_only=1
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
	if [ -n "$json" ]; then exec 3>&1 1>&2; fi
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
	undo_how=
	undo_lines=
	say ""
	if [ -n "$warned" ]; then say "Warnings, to be weighed:$warned"; fi
	if [ -n "$failed" ]; then
		say "Checks that do not hold:$failed"
		exit 1
	fi
	if [ -n "$check_only" ]; then
		say "The checks of phase $phase hold."
	elif [ -n "$dry_run" ]; then
		say "Phase $phase was shown; nothing was run."
	else
		say "Phase $phase is done."
	fi
}
