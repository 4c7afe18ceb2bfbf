#!/bin/sh
# Builds the images of the named tiers (both, if none is named) as vlo-TIER:dev and vlo-TIER:REVISION, and writes what is
# in each to dist/sbom-TIER.cdx.json. PYTHON_IMAGE names another base.
set -eu
cd "$(dirname "$0")/../.."
. deploy/engine/paths.sh
find_engine deploy/engine

revision=$(git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
[ -z "$(git status --porcelain 2>/dev/null)" ] || revision=$revision-changed
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' pyproject.toml)

build() {
	say "building the image of the $1 tier"
	docker buildx build --quiet --load --file deploy/images/Dockerfile --build-arg "TIER=$1" \
		${PYTHON_IMAGE:+--build-arg "PYTHON_IMAGE=$PYTHON_IMAGE"} \
		--build-arg "VERSION=$version" --build-arg "REVISION=$revision" --build-arg "CREATED=$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
		--tag "vlo-$1:dev" --tag "vlo-$1:$revision" . >/dev/null ||
		fail "The image of the $1 tier was not built. For the reason, run: docker buildx build --file deploy/images/Dockerfile --build-arg TIER=$1 ."
	mkdir -p dist
	docker run --rm --network none --entrypoint cat "vlo-$1:dev" /usr/share/sbom/vlo.cdx.json >"dist/sbom-$1.cdx.json"
	docker image inspect --format "vlo-$1:dev {{.Size}} bytes, as user {{.Config.User}}; contents in dist/sbom-$1.cdx.json" "vlo-$1:dev"
}

for tier in ${*:-enterprise local}; do
	case "$tier" in
	enterprise | local) build "$tier" ;;
	*) fail "There is no tier '$tier': enterprise or local." ;;
	esac
done
