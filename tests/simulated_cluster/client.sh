# Stands in for kubectl, helm and the meshes' command lines: each call goes to the simulated cluster
# at SIMULATED_PORT. A script whose BASH_ENV names this file calls the functions below and starts no
# process; a program on the PATH that holds the one line `ask "${0##*/}" "$@"` stands in for where a
# process is wanted.

# The script's clock goes on without anybody waiting.
sleep() { SECONDS=$((SECONDS + $1)); }

# ask TOOL [ARGUMENT...]: print what the simulated tool prints, and end as it does.
ask() {
	local link piped='' status output errors
	case " $* " in
	*" - "* | *=/dev/stdin* | *" /dev/stdin "*) IFS= read -r -d '' piped || true ;;
	esac
	exec {link}<>"/dev/tcp/127.0.0.1/$SIMULATED_PORT"
	printf '%s\0' "$PWD" "$#" "$@" "$piped" >&"$link"
	IFS= read -r -d '' -u "$link" status
	IFS= read -r -d '' -u "$link" output
	IFS= read -r -d '' -u "$link" errors
	exec {link}>&-
	printf '%s' "$output"
	printf '%s' "$errors" >&2
	return "$status"
}

if [ -z "${SIMULATED_PROCESSES:-}" ]; then
	# timeout --foreground SECONDS TOOL [ARGUMENT...]
	timeout() {
		if [ "$3" != true ]; then ask "${@:3}"; fi
	}
fi
