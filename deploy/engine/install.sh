#!/bin/sh
# Installs a Docker engine, Compose and Buildx from Debian's packages, for a machine that reaches no image registry.
# Needs root and Debian. The engine comes from the machine's own release; Compose, Buildx, Prometheus and Alertmanager
# come from sid: Go programs that need nothing but a C library, so they are unpacked and not installed.
set -eu
cd "$(dirname "$0")"
. ./paths.sh

SID_PACKAGES="docker-compose docker-buildx prometheus promtool prometheus-alertmanager"

[ "$(id -u)" -eq 0 ] || fail "An engine can be installed and started by root only. Run it with sudo, or start an engine of your own."
command -v apt-get >/dev/null || fail "This machine has no apt-get: install Docker with Compose by its own means; every target then uses it."

from_sid() {
	apt-get \
		-o Dir::Etc::sourcelist="$ENGINE_HOME/apt/sid.list" -o Dir::Etc::sourceparts=/dev/null \
		-o Dir::State::lists="$ENGINE_HOME/apt/lists" -o Dir::Cache="$ENGINE_HOME/apt/cache" \
		-o APT::Sandbox::User=root -qq "$@"
}

install_engine() {
	command -v dockerd >/dev/null && command -v mmdebstrap >/dev/null && command -v iptables >/dev/null && return
	say "installing docker.io, iptables and mmdebstrap"
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends \
		docker.io iptables mmdebstrap >"$ENGINE_HOME/apt.log" 2>&1 ||
		fail "apt-get install failed: see $ENGINE_HOME/apt.log"
}

unpack_programs() {
	[ -e "$ENGINE_HOME/config/cli-plugins/docker-buildx" ] && return
	say "unpacking $SID_PACKAGES"
	mkdir -p "$ENGINE_HOME/apt/lists/partial" "$ENGINE_HOME/apt/cache/archives/partial" "$ENGINE_HOME/sid"
	echo "deb $(debian_mirror) sid main" >"$ENGINE_HOME/apt/sid.list"
	from_sid update
	# The names are words of their own: no quotes.
	# shellcheck disable=SC2086
	(cd "$ENGINE_HOME/sid" && from_sid download $SID_PACKAGES && for package in *.deb; do dpkg -x "$package" .; done)
	rm -f "$ENGINE_HOME"/sid/*.deb
	mkdir -p "$ENGINE_HOME/config/cli-plugins"
	cp "$ENGINE_HOME"/sid/usr/libexec/docker/cli-plugins/* "$ENGINE_HOME/config/cli-plugins/"
}

mkdir -p "$ENGINE_HOME/bin"
install_engine
ln -sf /usr/bin/docker "$ENGINE_HOME/bin/docker"
unpack_programs
