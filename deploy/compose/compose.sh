#!/bin/sh
# `docker compose` on this stack, with whichever engine there is: deploy/compose/compose.sh ps
set -eu
cd "$(dirname "$0")"
. ../engine/paths.sh
find_engine ../engine
./secrets.sh
exec docker compose "$@"
