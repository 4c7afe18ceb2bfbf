"""How does Traefik start in a cluster? As everywhere, but for where it hears of routes."""

from typing import Any

import yaml

from manifests.gateway_objects import GATEWAY_NAMESPACE, TIERS

PROVIDER: dict[str, Any] = {
    # No namespace but these is listed; the gateway's names the services of the tiers'.
    "namespaces": [GATEWAY_NAMESPACE, *(f"vlo-{tier}" for tier in TIERS)],
    "allowCrossNamespace": True,
    # A tier without a ready replica is 503, not a route that is missing.
    "allowEmptyServices": True,
    "disableClusterScopeResources": True,
    # Two objects whose names only look alike once they are joined stay two.
    "safeNaming": True,
    "throttleDuration": "100ms",
}


def static_configuration(text: str) -> str:
    """Return traefik.yml with Kubernetes beside the directory, which holds the platform alone."""
    static: dict[str, Any] = yaml.safe_load(text)
    static["providers"]["kubernetesCRD"] = PROVIDER
    return yaml.safe_dump(static, sort_keys=False, width=120)
