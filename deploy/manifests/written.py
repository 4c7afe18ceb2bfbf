"""Which files under deploy/kubernetes are written by a program, and what must they say now?"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from manifests.gateway_objects import (
    GatewayFiles,
    Object,
    canary_objects,
    gateway_files,
    gateway_objects,
    platform_file,
    upstream_objects,
)
from manifests.gateway_static import static_configuration

_HEADER = "# Written by `make manifests` from {source}. Change that, not this.\n"


class _PlainDumper(yaml.SafeDumper):
    """Repeats what is repeated: Kubernetes' readers need no anchors."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the base class's signature
        """Say that nothing is ever referred to."""
        return True


def written_files(gateway: Path) -> Mapping[str, str]:
    """Return the text of each file that follows from the gateway's own, by path."""
    dynamic = sorted((gateway / "dynamic").glob("*.yml"))
    files = gateway_files({path.name: path.read_text() for path in dynamic})
    return {
        "gateway/routes.yaml": _objects(gateway_objects(files)),
        "gateway/platform.yml": _objects([platform_file(files)]),
        "gateway/traefik.yml": _static(gateway / "traefik.yml"),
        **_tier_files(files),
    }


def _tier_files(files: GatewayFiles) -> Mapping[str, str]:
    return {
        "base/application/upstreams.yaml": _objects(upstream_objects(files)),
        "base/weight/upstreams.yaml": _objects(canary_objects(files)),
    }


def _objects(objects: Iterable[Object]) -> str:
    text = yaml.dump_all(objects, Dumper=_PlainDumper, sort_keys=False, width=120)
    return _HEADER.format(source="gateway/dynamic") + text


def _static(path: Path) -> str:
    return _HEADER.format(source="gateway/traefik.yml") + static_configuration(path.read_text())
