# shellcheck shell=sh
# Where the engine started by hand keeps its things, and how to talk to it. Sourced by the scripts that need an engine.
ENGINE_HOME=${ENGINE_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/vlo-engine}
ENGINE_PID=$ENGINE_HOME/dockerd.pid
ENGINE_LOG=$ENGINE_HOME/dockerd.log

say() {
	printf 'engine: %s\n' "$*" >&2
}

fail() {
	say "$*"
	exit 1
}

# Debian's own client and plugins: what else is called docker on this machine may be a stub.
use_engine() {
	export DOCKER_HOST="unix://$ENGINE_HOME/docker.sock"
	export DOCKER_CONFIG="$ENGINE_HOME/config"
	export PATH="$ENGINE_HOME/bin:$PATH"
}

is_running() {
	[ -s "$ENGINE_PID" ] && [ "$(cat "/proc/$(cat "$ENGINE_PID")/comm" 2>/dev/null)" = dockerd ]
}

# Does any engine answer this shell as it is, ours or the machine's own, with Compose?
has_engine() {
	docker info >/dev/null 2>&1 && docker compose version >/dev/null 2>&1
}

# Leaves this shell with an engine that answers: the one that start.sh started, with the stand-ins for what comes from a
# registry, or the machine's own. $1 is the folder of this file.
find_engine() {
	if is_running; then
		use_engine
		eval "$("$1/stand-ins.sh")"
	elif ! has_engine; then
		fail "No Docker engine with Compose answers. Start Docker; or, on Debian as root, start one by hand: deploy/engine/install.sh && deploy/engine/start.sh (deploy/engine/stop.sh takes it away again)."
	fi
}

# The mirror that this machine's apt uses for its own release.
debian_mirror() {
	apt-get indextargets --format '$(SITE)' 'Identifier: Packages' "Codename: $(. /etc/os-release && echo "$VERSION_CODENAME")" |
		head -n 1
}
