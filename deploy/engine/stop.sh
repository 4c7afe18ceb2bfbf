#!/bin/sh
# Stops the engine that start.sh started and takes away what it leaves behind: its rules in the firewall, its bridges,
# the forwarding of packets. `stop.sh --forget` also deletes its images and downloads.
set -eu
cd "$(dirname "$0")"
. ./paths.sh

wait_for_end() {
	for _ in $(seq 300); do
		[ -d "/proc/$1" ] || return 0
		sleep 0.1
	done
	fail "The engine (process $1) does not end. Its log: $ENGINE_LOG"
}

# Docker's rules in shared chains send packets to its chains or name its bridges and its networks.
OURS='-j DOCKER|docker0|br-[0-9a-f]{12}|-s (172\.(1[6-9]|2[0-9]|3[01])|192\.168)\.[0-9.]+/(16|20) .*-j MASQUERADE'

remove_rules() {
	for table in nat filter; do
		iptables -w -t "$table" -S | grep '^-A' | grep -v '^-A DOCKER' | grep -E -- "$OURS" | sed 's/^-A/-D/' |
			while read -r rule; do
				# The rule's words are iptables' arguments.
				# shellcheck disable=SC2086
				iptables -w -t "$table" $rule
			done
		chains=$(iptables -w -t "$table" -S | sed -n 's/^-N \(DOCKER[A-Z0-9-]*\)$/\1/p')
		for chain in $chains; do iptables -w -t "$table" -F "$chain"; done
		for chain in $chains; do iptables -w -t "$table" -X "$chain"; done
	done
	iptables -w -P FORWARD "$(cat "$ENGINE_HOME/forward_policy")"
}

remove_bridges() {
	for bridge in /sys/class/net/docker0 /sys/class/net/br-????????????; do
		[ -d "$bridge/bridge" ] && ip link delete "$(basename "$bridge")"
	done
	return 0
}

if is_running; then
	pid=$(cat "$ENGINE_PID")
	kill "$pid"
	wait_for_end "$pid"
fi
if [ -e "$ENGINE_HOME/ip_forward" ]; then
	remove_rules
	remove_bridges
	cat "$ENGINE_HOME/ip_forward" >/proc/sys/net/ipv4/ip_forward
	rm -f "$ENGINE_HOME/ip_forward" "$ENGINE_HOME/forward_policy"
fi
if [ "${1:-}" = --forget ]; then
	rm -rf "$ENGINE_HOME"
fi
