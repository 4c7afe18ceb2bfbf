"""Which Kubernetes objects say what the gateway's own files say?

The routers, middlewares and services of `gateway/dynamic` become IngressRoutes, Middlewares,
TraefikServices and ServersTransports, one for one and under the same names, so that a route is
written once. A tier's services lose their health checks, which Kubernetes' readiness replaces and
Traefik's Kubernetes provider refuses. The platform's service cannot do without (a page that says
503 and a tier that is down look the same to the provider's only failover), so it stays a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onebox.gateway_documents import Definitions, definitions_in
from onebox.gateway_problems import problems_in

Object = dict[str, Any]

API_VERSION = "traefik.io/v1alpha1"
GATEWAY_NAMESPACE = "vlo-gateway"
TIERS = ("enterprise", "local")
PLATFORM = "platform"
# The TraefikServices of each tier, and the port of its Service that each of them has for itself:
# Traefik keeps one load balancer for a port, with one strategy and one set of time limits.
PORTS = {"requests": "http", "imports": "imports"}
CANARY_PERCENT = 10
# Not the files' p2c: it prefers the replica with the fewest requests, which a dead one always is,
# and Kubernetes takes seconds to notice it where the files' health checks take a quarter of one. Of
# 400 requests, 16 at a time, to one replica alive and one dead, p2c lost 151, taking turns 2 to 6.
STRATEGY = "wrr"


class GatewayFilesError(Exception):
    """The gateway's files hold what has no counterpart here."""


@dataclass(frozen=True)
class GatewayFiles:
    """The dynamic files, read: every definition by section and name."""

    definitions: Definitions

    def fields(self, section: str) -> dict[str, Mapping[str, Any]]:
        """Return what a section defines, by name."""
        return {name: known.fields for name, known in self.definitions.sections[section].items()}

    def platform(self) -> dict[str, Mapping[str, Any]]:
        """Return the services that belong to no tier."""
        services = self.fields("services").items()
        return {name: fields for name, fields in services if name.partition("-")[0] not in TIERS}

    def platform_middlewares(self) -> set[str]:
        """Return the middlewares that only a service names."""
        return {name for fields in self.platform().values() for name in _middlewares(fields)}


def gateway_files(texts: Mapping[str, str]) -> GatewayFiles:
    """Read the dynamic files; with problems in them there is nothing to write."""
    addresses = {f"VLO_{tier.upper()}_URLS": f"http://api.vlo-{tier}.svc:8000" for tier in TIERS}
    problems = problems_in(texts, addresses)
    if problems:
        raise GatewayFilesError(f"Correct the gateway's files first: {'; '.join(problems)}.")
    return GatewayFiles(definitions_in(texts, addresses))


def gateway_objects(files: GatewayFiles) -> list[Object]:
    """Return what lies in the gateway's own namespace."""
    elsewhere = files.platform_middlewares()
    return [
        *(_ingress_route(name, router) for name, router in files.fields("routers").items()),
        *(
            _middleware(name, kinds)
            for name, kinds in files.fields("middlewares").items()
            if name not in elsewhere
        ),
    ]


def platform_file(files: GatewayFiles) -> Object:
    """Return the dynamic file of what either tier can answer, each tier by its Service."""
    services, middlewares = files.platform(), files.fields("middlewares")
    balancers = [fields["loadBalancer"] for fields in services.values() if "loadBalancer" in fields]
    transports = {one["serversTransport"] for one in balancers if "serversTransport" in one}
    known = files.fields("serversTransports")
    return {
        "http": {
            "services": {name: dict(fields) for name, fields in services.items()},
            "middlewares": {
                name: dict(middlewares[name]) for name in sorted(files.platform_middlewares())
            },
            "serversTransports": {name: dict(known[name]) for name in sorted(transports)},
        }
    }


def upstream_objects(files: GatewayFiles) -> list[Object]:
    """Return what lies in each tier's namespace, and is the same for both."""
    used = {_balancer(files, name)["serversTransport"] for name in PORTS}
    transports = files.fields("serversTransports")
    return [
        *(_object("ServersTransport", name, dict(transports[name])) for name in sorted(used)),
        *(_upstream(files, name) for name in PORTS),
    ]


def canary_objects(files: GatewayFiles) -> list[Object]:
    """Return a tier's services with a part of their requests for the canary."""
    return [_upstream(files, name, CANARY_PERCENT) for name in PORTS]


def _ingress_route(name: str, router: Mapping[str, Any]) -> Object:
    route: Object = {"kind": "Rule", "match": router["rule"], "priority": router["priority"]}
    if "middlewares" in router:
        route["middlewares"] = _named(router["middlewares"])
    if "service" in router:
        route["services"] = [_reference(router["service"])]
    if "observability" in router:
        route["observability"] = router["observability"]
    spec: Object = {"routes": [route]}
    if "entryPoints" in router:
        spec["entryPoints"] = router["entryPoints"]
    if "parentRefs" in router:
        spec["parentRefs"] = _named(router["parentRefs"])
    return _object("IngressRoute", name, spec)


def _middleware(name: str, kinds: Mapping[str, Any]) -> Object:
    spec = {kind: dict(fields) for kind, fields in kinds.items()}
    if "chain" in spec:
        spec["chain"]["middlewares"] = _named(spec["chain"]["middlewares"])
    if "errors" in spec:
        spec["errors"]["service"] = _reference(spec["errors"]["service"])
    return _object("Middleware", name, spec)


def _upstream(files: GatewayFiles, name: str, canary_percent: int = 0) -> Object:
    services = [_leaf(files, name, "api", 100 - canary_percent)]
    if canary_percent:
        services.append(_leaf(files, name, "api-canary", canary_percent))
    return _object("TraefikService", name, {"weighted": {"services": services}})


def _leaf(files: GatewayFiles, name: str, service: str, weight: int) -> Object:
    balancer = _balancer(files, name)
    leaf: Object = {"name": service, "port": PORTS[name], "weight": weight, "strategy": STRATEGY}
    return leaf | {"serversTransport": balancer["serversTransport"]}


def _balancer(files: GatewayFiles, name: str) -> Mapping[str, Any]:
    """Return the load balancer that both tiers have for this use; they may differ in nothing."""
    suffix = "" if name == "requests" else f"-{name}"
    services = files.fields("services")
    first, *others = (services[f"{tier}{suffix}"]["loadBalancer"] for tier in TIERS)
    for other in others:
        for key in {*first, *other} - {"servers"}:
            if first.get(key) != other.get(key):
                raise GatewayFilesError(f"The tiers' services for {name} differ in {key}.")
    return first


def _reference(service: str) -> Object:
    """Return how a route names what the gateway's files call `service`."""
    if service == PLATFORM:
        return _traefik_service(f"{PLATFORM}@file")
    tier, _, use = service.partition("-")
    if tier not in TIERS or (use or "requests") not in PORTS:
        raise GatewayFilesError(f"Service {service} has no counterpart in Kubernetes.")
    return _traefik_service(use or "requests", f"vlo-{tier}")


def _traefik_service(name: str, namespace: str | None = None) -> Object:
    elsewhere = {"namespace": namespace} if namespace else {}
    return {"kind": "TraefikService", "name": name} | elsewhere


def _named(names: list[str]) -> list[Object]:
    return [{"name": name} for name in names]


def _middlewares(fields: Mapping[str, Any]) -> list[str]:
    return list(fields.get("middlewares", []))


def _object(kind: str, name: str, spec: Object) -> Object:
    return {"apiVersion": API_VERSION, "kind": kind, "metadata": {"name": name}, "spec": spec}
