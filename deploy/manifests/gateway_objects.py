"""Which Kubernetes objects say what the gateway's own files say?

The routers, middlewares and services of `gateway/dynamic` become IngressRoutes, Middlewares,
TraefikServices and ServersTransports, one for one and under the same names, so that a route is
written once. What Kubernetes does otherwise is in two places: readiness replaces the gateway's
health checks, and `failover_objects` replaces the failover that needs them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onebox.gateway_documents import Definitions, definitions_in
from onebox.gateway_problems import problems_in

Object = dict[str, Any]

API_VERSION = "traefik.io/v1alpha1"
GATEWAY_NAMESPACE = "vlo-gateway"
TIERS = ("enterprise", "local")
REPLICAS, PLATFORM, NOBODY = "platform-replicas", "platform", "nobody-home"
# The TraefikServices of each tier, and the port of its Service that each of them has for itself:
# Traefik keeps one load balancer for a port, with one strategy and one set of time limits.
PORTS = {"requests": "http", "imports": "imports", "pages": "pages"}
CANARY_PERCENT = 10
# A status-driven failover holds the request back to repeat it. What it holds is bounded.
OUTAGE = {"status": ["502-504"], "maxRequestBodyBytes": 1048576}


class GatewayFilesError(Exception):
    """The gateway's files hold what has no counterpart here."""


@dataclass(frozen=True)
class GatewayFiles:
    """The dynamic files, read: every definition by section and name."""

    definitions: Definitions

    def fields(self, section: str) -> dict[str, Mapping[str, Any]]:
        """Return what a section defines, by name."""
        return {name: known.fields for name, known in self.definitions.sections[section].items()}

    def balancer(self, name: str) -> Mapping[str, Any]:
        """Return the load balancer of a service."""
        return self.fields("services")[name]["loadBalancer"]


def gateway_files(texts: Mapping[str, str]) -> GatewayFiles:
    """Read the dynamic files; with problems in them there is nothing to write."""
    addresses = {f"VLO_{tier.upper()}_URLS": f"http://{tier}" for tier in TIERS}
    problems = problems_in(texts, addresses)
    if problems:
        raise GatewayFilesError(f"Correct the gateway's files first: {'; '.join(problems)}.")
    return GatewayFiles(definitions_in(texts, addresses))


def gateway_objects(files: GatewayFiles) -> list[Object]:
    """Return what lies in the gateway's own namespace."""
    return [
        *(_ingress_route(name, router) for name, router in files.fields("routers").items()),
        *(_middleware(name, kind) for name, kind in files.fields("middlewares").items()),
        *failover_objects(files),
    ]


def upstream_objects(files: GatewayFiles) -> list[Object]:
    """Return what lies in each tier's namespace, and is the same for both."""
    transports = files.fields("serversTransports")
    retries = files.fields("services")[REPLICAS].get("middlewares", [])
    middlewares = files.fields("middlewares")
    return [
        *(_object("ServersTransport", name, dict(spec)) for name, spec in transports.items()),
        *(_middleware(name, middlewares[name]) for name in retries),
        *(_upstream(files, name) for name in PORTS),
    ]


def canary_objects(files: GatewayFiles) -> list[Object]:
    """Return a tier's services with a part of their requests for the canary; pages stay."""
    return [_upstream(files, name, CANARY_PERCENT) for name in PORTS if name != "pages"]


def failover_objects(files: GatewayFiles) -> Iterator[Object]:
    """Yield the service `platform`: either tier that is alive, then nobody who says when to return.

    Traefik's Kubernetes provider takes no health checks, so the answer itself says who is down.
    Half of the requests begin at each tier.
    """
    _refuse_other_failovers(files)
    first, second = TIERS
    both = [f"{first}-then-{second}", f"{second}-then-{first}"]
    yield _failover(PLATFORM, _traefik_service(REPLICAS), _nobody(files))
    yield _object(
        "TraefikService", REPLICAS, {"weighted": {"services": [_traefik_service(n) for n in both]}}
    )
    for name, one, other in ((both[0], first, second), (both[1], second, first)):
        yield _failover(name, _pages(one), _pages(other))
    yield {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": NOBODY},
        "spec": {"ports": [{"name": "http", "port": 80}]},
    }


def _refuse_other_failovers(files: GatewayFiles) -> None:
    found = files.fields("services").get(PLATFORM, {}).get("failover", {})
    urls = [server["url"] for server in files.balancer(REPLICAS)["servers"]]
    if (found.get("service"), found.get("fallback")) != (REPLICAS, NOBODY):
        raise GatewayFilesError(f"Service {PLATFORM} must fail over from {REPLICAS} to {NOBODY}.")
    if urls != [f"http://{tier}" for tier in TIERS]:
        raise GatewayFilesError(f"Service {REPLICAS} must hold the replicas of {', '.join(TIERS)}.")


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
    balancer = _common_balancer(files, name)
    leaf: Object = {"name": service, "port": PORTS[name], "weight": weight}
    leaf |= {key: balancer[key] for key in ("strategy", "serversTransport")}
    middlewares = files.fields("services")[REPLICAS].get("middlewares", [])
    return leaf | ({"middlewares": _named(middlewares)} if name == "pages" else {})


def _common_balancer(files: GatewayFiles, name: str) -> Mapping[str, Any]:
    """Return the load balancer that both tiers have for this use; they may differ in nothing."""
    sources = {"requests": TIERS, "imports": [f"{tier}-imports" for tier in TIERS]}
    first, *others = (files.balancer(source) for source in sources.get(name, [REPLICAS]))
    for key in ("strategy", "serversTransport", "passHostHeader"):
        if any(first.get(key) != other.get(key) for other in others):
            raise GatewayFilesError(f"The tiers' services for {name} differ in {key}.")
    return first


def _reference(service: str) -> Object:
    """Return how a route names what the gateway's files call `service`."""
    if service == PLATFORM:
        return _traefik_service(PLATFORM)
    tier, _, use = service.partition("-")
    if tier not in TIERS or use not in {"", "imports"}:
        raise GatewayFilesError(f"Service {service} has no counterpart in Kubernetes.")
    return _traefik_service(use or "requests", f"vlo-{tier}")


def _nobody(files: GatewayFiles) -> Object:
    middlewares = files.fields("services")[NOBODY]["middlewares"]
    return {"name": NOBODY, "port": "http", "middlewares": _named(middlewares)}


def _pages(tier: str) -> Object:
    return _traefik_service("pages", f"vlo-{tier}")


def _failover(name: str, service: Object, fallback: Object) -> Object:
    failover = {"service": service, "fallback": fallback, "errors": dict(OUTAGE)}
    return _object("TraefikService", name, {"failover": failover})


def _traefik_service(name: str, namespace: str | None = None) -> Object:
    elsewhere = {"namespace": namespace} if namespace else {}
    return {"kind": "TraefikService", "name": name} | elsewhere


def _named(names: list[str]) -> list[Object]:
    return [{"name": name} for name in names]


def _object(kind: str, name: str, spec: Object) -> Object:
    return {"apiVersion": API_VERSION, "kind": kind, "metadata": {"name": name}, "spec": spec}
