#!/bin/sh
# Makes a stand-in for python:3.13-slim where no registry can be reached: Debian trixie with its own Python 3.13, the
# release that the real image is built on. Prints nothing; the image is called what the argument says.
set -eu
cd "$(dirname "$0")/.."
. ./paths.sh

# The machine's own certificates know what stands between it and PyPI.
mmdebstrap --quiet --variant=minbase --include=python3,python3-venv,python3-pip,ca-certificates,tzdata \
	--customize-hook='rm -f "$1"/usr/lib/python3*/EXTERNALLY-MANAGED' \
	--customize-hook='for name in python python3; do ln -sf /usr/bin/python3 "$1/usr/local/bin/$name"; done' \
	--customize-hook='ln -sf /usr/bin/pip3 "$1/usr/local/bin/pip"' \
	--customize-hook='copy-in /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs' \
	trixie - "$(debian_mirror)" |
	docker import --change 'ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8' \
		--change 'CMD ["python3"]' - "$1" >/dev/null
