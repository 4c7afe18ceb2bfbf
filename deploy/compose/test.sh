#!/bin/sh
# Starts the whole Compose stack for real, tests it, and takes it away again. Needs an engine, or a Debian and root, where
# it starts one by hand. The stack has a project name, a port and secrets of its own: it can run beside another one.
# UP_SECONDS is how long the start may take: 60, as promised, unless a slow machine says otherwise.
set -eu
cd "$(dirname "$0")/../.."
. deploy/engine/paths.sh

COMPOSE_FILE=$PWD/deploy/compose/compose.yaml
COMPOSE_PROJECT_NAME=vlo-test
GATEWAY_PORT=$(.venv/bin/python -c 'from onebox.ports import choose; print(choose(()))')
SYSTEM_TESTS_HOME=$(mktemp -d)
SECRETS_DIR=$SYSTEM_TESTS_HOME/secrets
# No test asks the outside world for a map.
LOCAL_OVERPASS_URL=
export COMPOSE_FILE COMPOSE_PROJECT_NAME GATEWAY_PORT SYSTEM_TESTS_HOME SECRETS_DIR LOCAL_OVERPASS_URL
export SYSTEM_TESTS_PORT="$GATEWAY_PORT"
unset VLO_GATEWAY_REQUESTS_PER_SECOND VLO_GATEWAY_BURST
is_ours=false

clean_up() {
	status=$?
	trap - EXIT INT TERM
	if [ "$status" -ne 0 ]; then
		docker compose ps --all --format 'table {{.Service}}\t{{.Status}}' || true
		docker compose logs --tail 5 2>&1 | tail -n 80 || true
	fi
	say "taking everything away"
	docker compose down --volumes --timeout 20 >/dev/null 2>&1 || say "docker compose down failed"
	if $is_ours; then deploy/engine/stop.sh; fi
	rm -rf "$SYSTEM_TESTS_HOME"
	exit "$status"
}

if ! is_running && ! has_engine; then
	deploy/engine/install.sh
	deploy/engine/start.sh
	is_ours=true
fi
trap clean_up EXIT INT TERM
find_engine deploy/engine
deploy/images/build.sh
deploy/compose/secrets.sh

say "starting the stack on port $GATEWAY_PORT"
began=$(date +%s)
docker compose up --detach --wait --wait-timeout "${UP_SECONDS:-60}" >"$SYSTEM_TESTS_HOME/up.log" 2>&1 || {
	tail -n 5 "$SYSTEM_TESTS_HOME/up.log"
	fail "The stack was not healthy within ${UP_SECONDS:-60} s (load of this machine: $(cut -d ' ' -f 1 /proc/loadavg))."
}
say "healthy after $(($(date +%s) - began)) s (load of this machine: $(cut -d ' ' -f 1 /proc/loadavg))"

for tier in enterprise local; do
	docker compose run --rm --no-deps -T "$tier-worker" operator-key compose-test 2>/dev/null |
		.venv/bin/python -m tests.deploy.compose.operator_keys "$SYSTEM_TESTS_HOME" "$tier"
done
.venv/bin/pytest --quiet --timeout 300 tests/system/test_first_requests.py tests/system/test_main_jobs.py \
	tests/deploy/compose/test_running.py
