#!/bin/sh
# Makes .venv hold what uv.lock says. `install.sh run`: what the stack needs; `install.sh dev`: the checkers too.
# Needs nothing but a Python and a network to PyPI. The second run of the same lock file costs nothing.
set -eu

cd "$(dirname "$0")/../.."
wanted=${1:-run}
venv=.venv
stamp="$venv/.installed-$wanted"

fail() {
	printf '%s\n' "$*" >&2
	exit 1
}

case "$(uname -s)" in
MINGW* | MSYS* | CYGWIN* | Windows*)
	fail "PostgreSQL's and Traefik's packages have no Windows build: run this inside WSL."
	;;
esac

is_new_enough() {
	"$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

lock_key() {
	cat uv.lock pyproject.toml | cksum
}

is_installed() {
	[ -f "$1" ] && [ "$(cat "$1")" = "$(lock_key)" ] && is_new_enough "$venv/bin/python"
}

if is_installed "$stamp"; then
	exit 0
fi

find_python() {
	for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
		if is_new_enough "$candidate"; then
			printf '%s\n' "$candidate"
			return
		fi
	done
}

make_venv() {
	python=$(find_python)
	if [ -z "$python" ]; then
		found=$(python3 --version 2>/dev/null || echo "no python3 at all")
		fail "Python 3.11 or later is needed, and this machine has $found. Install one (python.org, apt, brew, uv), then run it again; PYTHON=/path/to/python3 names one that is not on the PATH."
	fi
	echo "Making the virtual environment $venv with $("$python" --version)"
	rm -rf "$venv"
	if ! output=$("$python" -m venv "$venv" 2>&1); then
		rm -rf "$venv"
		case "$output" in
		*ensurepip*) fail "Python cannot make a virtual environment: its module ensurepip is missing (Debian and Ubuntu ship it apart). Run: sudo apt install python3-venv; then run it again." ;;
		*) explain_failure "The virtual environment could not be made: $(printf '%s' "$output" | tail -n 1)" ;;
		esac
	fi
}

explain_failure() {
	free_kib=$(df -Pk . | awk 'NR == 2 {print $4}')
	if [ "$free_kib" -lt 262144 ]; then
		fail "$1 The disk is full ($((free_kib / 1024)) MiB left, about 1 GiB is needed). Free some space, then run it again."
	fi
	fail "$1 See the lines above. Is there a network to PyPI? Run it again when there is: what was downloaded is kept."
}

if ! is_new_enough "$venv/bin/python"; then
	make_venv
fi

if [ ! -x "$venv/bin/uv" ]; then
	version=$(awk '/^name = "uv"$/ {getline; gsub(/version = |"/, ""); print}' uv.lock)
	echo "Installing uv $version"
	"$venv/bin/python" -m pip install --quiet --disable-pip-version-check "uv==$version" ||
		explain_failure "The installer (uv) could not be downloaded."
fi

# A machine's own certificates know what stands between it and PyPI; a bare one has none, and uv brings some.
for store in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem; do
	if [ -s "$store" ]; then
		export UV_SYSTEM_CERTS=true
	fi
done

echo "Installing the packages of uv.lock (the first time: about 120 MB)"
groups=--no-dev
[ "$wanted" = run ] || groups=--dev
# --inexact: what the other kind of installation added stays.
UV_PROJECT_ENVIRONMENT=$venv "$venv/bin/uv" sync --frozen --inexact --compile-bytecode $groups \
	--extra enterprise --extra local --extra onebox ||
	explain_failure "The packages could not be installed."

lock_key >"$stamp"
[ "$wanted" = run ] || lock_key >"$venv/.installed-run"
