#!/bin/sh
# Puts prometheus, promtool, alertmanager and amtool into a cache directory and prints where: Debian's packages of the
# suite `sid`, unpacked beside the system; nothing is installed and no root is needed. What is there already is kept.
set -eu

target=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/vertical-light-os/prometheus}
bin="$target/usr/bin"

fail() {
	printf '%s\n' "$*" >&2
	exit 1
}

if [ -x "$bin/prometheus" ] && [ -x "$bin/promtool" ] && [ -x "$bin/amtool" ]; then
	printf '%s\n' "$bin"
	exit 0
fi

command -v apt-get >/dev/null || fail "This needs apt-get. Elsewhere install Prometheus and Alertmanager, and put promtool and amtool on the PATH."
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep '/debian/*$' | head -n 1)
[ -n "$mirror" ] || fail "apt's own configuration names no Debian mirror. Install Prometheus and Alertmanager by hand, and put promtool and amtool on the PATH."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/debs"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" >"$work/sid.list"

quietly() {
	apt-get -qq -o Dir::Etc::sourcelist="$work/sid.list" -o Dir::Etc::sourceparts=/dev/null \
		-o Dir::State::lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root \
		-o Acquire::Languages=none "$@" >&2
}

quietly update || fail "The package lists of Debian sid could not be read. Is there a network?"
(cd "$work/debs" && quietly download prometheus promtool prometheus-alertmanager) ||
	fail "The packages could not be downloaded. Is there a network?"
mkdir -p "$target"
for package in "$work"/debs/*.deb; do
	dpkg-deb -x "$package" "$target"
done
printf '%s\n' "$bin"
