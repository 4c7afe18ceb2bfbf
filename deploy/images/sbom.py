"""What is in the image? The lock file's Python packages, and Debian's beneath them, as CycloneDX.

`python sbom.py local /opt/vlo/lib/… <python.cdx.json >sbom.cdx.json`, run inside the image's base.
The lock file also has packages for other systems: what is not installed is left out, and what is
installed without being in the lock file is refused.
"""

import json
import re
import sys
from collections.abc import Collection
from importlib.metadata import distributions
from pathlib import Path
from typing import Any
from urllib.parse import quote

DPKG_STATUS = Path("/var/lib/dpkg/status")
OS_RELEASE = Path("/etc/os-release")


def debian_components(status: str, release: str) -> list[dict[str, str]]:
    """Return each installed Debian package as a component."""
    found: list[dict[str, str]] = []
    for paragraph in status.strip().split("\n\n"):
        lines = (line.partition(": ") for line in paragraph.splitlines() if line[:1].strip())
        fields = {name: value for name, _, value in lines}
        if fields.get("Status", "").endswith(" installed"):
            found.append(_component(fields, release))
    return found


def _component(fields: dict[str, str], release: str) -> dict[str, str]:
    name, version, architecture = (fields[key] for key in ("Package", "Version", "Architecture"))
    purl = f"pkg:deb/debian/{name}@{quote(version, safe=':~')}?arch={architecture}&distro={release}"
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}


def installed_components(
    locked: Collection[dict[str, Any]], installed: Collection[str]
) -> list[dict[str, Any]]:
    """Return those of the lock file's components that are installed, by their normalised names."""
    names = {_normalised(name) for name in installed}
    found = [component for component in locked if _normalised(component["name"]) in names]
    if unknown := names - {_normalised(component["name"]) for component in found}:
        raise ValueError(f"installed without being in the lock file: {', '.join(sorted(unknown))}")
    return found


def _normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def whole(
    python: dict[str, Any], installed: Collection[str], debian: list[dict[str, str]], tier: str
) -> dict[str, Any]:
    """Return one document about the image, from the lock file's document and Debian's packages."""
    components = installed_components(python["components"], installed)
    metadata = python["metadata"] | {
        "component": python["metadata"]["component"]
        | {"type": "container", "name": f"vertical-light-os-{tier}"}
    }
    return python | {"metadata": metadata, "components": [*components, *debian]}


def release_of(text: str) -> str:
    """Return the name of the base's release, as package addresses write it."""
    pairs = (line.partition("=") for line in text.splitlines())
    return next(f"debian-{value.strip()}" for name, _, value in pairs if name == "VERSION_CODENAME")


def main(tier: str, site_packages: str) -> None:
    """Read the lock file's document and this machine's packages, write the image's document."""
    debian = debian_components(DPKG_STATUS.read_text(), release_of(OS_RELEASE.read_text()))
    installed = [found.metadata["Name"] for found in distributions(path=[site_packages])]
    json.dump(whole(json.load(sys.stdin), installed, debian, tier), sys.stdout, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
