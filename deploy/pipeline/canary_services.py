"""How do the gateway's services look while a share of one tier's requests goes to a new release?

The tier's service keeps its name, so that no route changes, and becomes a weighted one over the
release that runs and the new one. Both keep their health checks: a release without a replica that
is ready gets nothing, whatever its weight. Without a canary the file is as it was.
"""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import yaml

from onebox.gateway_template import rendered
from pipeline.traffic import Counted

ALL = 100
# What a tier answers; the platform's pages stay with the release that runs.
_KINDS = ("{tier}", "{tier}-imports")


def canary_counts(tier: str) -> Counted:
    """Return the counters that are the new release's own."""
    return Counted.services(*[f"{kind.format(tier=tier)}-canary@file" for kind in _KINDS])


def with_canary(services_yml: str, tier: str, canary_urls: Sequence[str], percent: int) -> str:
    """Return services.yml with this share of the tier's requests at these addresses."""
    document: dict[str, Any] = yaml.safe_load(rendered(services_yml, {}))
    services: dict[str, Any] = document["http"]["services"]
    for kind in _KINDS:
        _split(services, kind.format(tier=tier), canary_urls, percent)
    return yaml.safe_dump(document, sort_keys=False)


def _split(services: dict[str, Any], name: str, urls: Sequence[str], percent: int) -> None:
    stable = services[name]["loadBalancer"]
    servers = [{"url": url} for url in urls]
    services[f"{name}-stable"] = {"loadBalancer": stable}
    services[f"{name}-canary"] = {"loadBalancer": deepcopy(stable) | {"servers": servers}}
    services[name] = {
        "weighted": {
            "healthCheck": {},
            "services": [
                {"name": f"{name}-stable", "weight": ALL - percent},
                {"name": f"{name}-canary", "weight": percent},
            ],
        }
    }
