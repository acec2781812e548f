# Stands in for kubectl, helm and the meshes' command lines. A script whose BASH_ENV names this file
# calls the functions below and starts no process; a program on the PATH that holds the one line
# `pretend "${0##*/}" "$@"` stands in for where a process is wanted.

# The script's clock goes on without anybody waiting.
sleep() { SECONDS=$((SECONDS + $1)); }

# pretend TOOL [ARGUMENT...]: log the call without its context and give the n-th prepared answer for
# the n-th call of that line (exit status, output).
pretend() {
	local line key code text one calls seen=0 found=-1 status=0 output=
	case "${2:-}" in
	--context | --kube-context)
		[ "$3" = rehearsal ] || return 97
		set -- "$1" "${@:4}"
		;;
	esac
	if [ "${3:-}" = -context ]; then
		[ "$4" = rehearsal ] || return 97
		set -- "$1" "$2" "${@:5}"
	fi
	line="$*"
	case "$line" in
	"kubectl config current-context") printf 'rehearsal\n' && return ;;
	"kubectl config view "*) printf 'https://rehearsal.invalid\n' && return ;;
	esac
	case " $line " in
	*" - "* | *=/dev/stdin*) while IFS= read -r one; do :; done ;;
	esac
	mapfile -t calls <"$FAKE_LOG"
	for one in "${calls[@]}"; do
		if [ "$one" = "$line" ]; then seen=$((seen + 1)); fi
	done
	printf '%s\n' "$line" >>"$FAKE_LOG"
	while IFS=$'\t' read -r key code text; do
		if [ "$key" = "$line" ]; then
			found=$((found + 1)) status=$code output=$text
			if [ "$found" -eq "$seen" ]; then break; fi
		fi
	done <"$FAKE_ANSWERS"
	if [ -n "$output" ]; then printf '%s\n' "$output"; fi
	return "$status"
}

if [ -z "${FAKE_PROCESSES:-}" ]; then
	# timeout --foreground SECONDS TOOL [ARGUMENT...]
	timeout() {
		if [ "$3" != true ]; then pretend "${@:3}"; fi
	}
	openssl() { pretend openssl "$@"; }
	sudo() { pretend sudo "$@"; }
	curl() { pretend curl "$@"; }
fi
