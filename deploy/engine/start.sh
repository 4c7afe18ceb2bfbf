#!/bin/sh
# Starts the engine by hand: own data, own socket, own process id file. Starting a running one changes nothing.
set -eu
cd "$(dirname "$0")"
. ./paths.sh
use_engine

is_running && exit 0
mkdir -p "$ENGINE_HOME"
[ ! -d /sys/class/net/docker0 ] || [ -e "$ENGINE_HOME/ip_forward" ] ||
	fail "Another engine has the bridge docker0: use that one, or stop it first."
# What stop.sh puts back.
if [ ! -e "$ENGINE_HOME/ip_forward" ]; then
	cat /proc/sys/net/ipv4/ip_forward >"$ENGINE_HOME/ip_forward"
	iptables -w -S FORWARD | sed -n 's/^-P FORWARD //p' >"$ENGINE_HOME/forward_policy"
fi
rm -f "$ENGINE_PID"
# Without CAP_SYS_RESOURCE a container may not have more open files than we may.
files=$(ulimit -Hn)
setsid dockerd --host "$DOCKER_HOST" --data-root "$ENGINE_HOME/data" --exec-root "$ENGINE_HOME/run" \
	--pidfile "$ENGINE_PID" --default-ulimit "nofile=$files:$files" >"$ENGINE_LOG" 2>&1 </dev/null &

for _ in $(seq 100); do
	docker info >/dev/null 2>&1 && exit 0
	sleep 0.1
done
fail "The engine did not answer within 10 s. Its last lines ($ENGINE_LOG): $(tail -n 3 "$ENGINE_LOG")"
