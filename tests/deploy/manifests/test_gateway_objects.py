import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from manifests.gateway_objects import (
    GatewayFiles,
    GatewayFilesError,
    canary_objects,
    gateway_files,
    gateway_objects,
    platform_file,
    upstream_objects,
)
from onebox.gateway_template import rendered as filled
from tests.deploy.kubernetes.manifests import ROOT, Object, objects_of, of_kind

DYNAMIC = ROOT / "gateway/dynamic"
TEXTS = {path.name: path.read_text() for path in sorted(DYNAMIC.glob("*.yml"))}


def own_files() -> GatewayFiles:
    return gateway_files(TEXTS)


def changed(file: str, old: str, new: str) -> GatewayFiles:
    assert old in TEXTS[file]
    return gateway_files(TEXTS | {file: TEXTS[file].replace(old, new)})


def section(file: str, name: str) -> dict[str, Any]:
    """What a file says, read without the code that is tested."""
    return yaml.safe_load(filled((DYNAMIC / file).read_text(), {}))["http"][name]


def rendered_gateway(kind: str) -> dict[str, Object]:
    found = of_kind(objects_of("gateway"), kind)
    return {thing["metadata"]["name"]: thing["spec"] for thing in found}


def names(references: list[Object]) -> list[str]:
    return [reference["name"] for reference in references]


ROUTERS = section("routes.yml", "routers")


def test_the_gateway_has_these_routes_and_the_one_that_says_they_are_known() -> None:
    assert set(rendered_gateway("IngressRoute")) == {*ROUTERS, "routes-are-known"}


@pytest.mark.parametrize("name", ROUTERS)
def test_a_rendered_route_says_what_the_file_says(name: str) -> None:
    router, spec = ROUTERS[name], rendered_gateway("IngressRoute")[name]
    (route,) = spec["routes"]
    assert route["match"] == router["rule"]
    assert route["priority"] == router["priority"]
    assert names(route.get("middlewares", [])) == router.get("middlewares", [])
    assert names(spec.get("parentRefs", [])) == router.get("parentRefs", [])
    assert spec.get("entryPoints") == router.get("entryPoints")
    assert route.get("observability") == router.get("observability")


@pytest.mark.parametrize("name", ROUTERS)
def test_a_rendered_route_ends_where_the_file_says(name: str) -> None:
    targets = {
        "enterprise": ("requests", "vlo-enterprise"),
        "enterprise-imports": ("imports", "vlo-enterprise"),
        "local": ("requests", "vlo-local"),
        "local-imports": ("imports", "vlo-local"),
        "platform": ("platform@file", None),
    }
    (route,) = rendered_gateway("IngressRoute")[name]["routes"]
    ends = [(one["name"], one.get("namespace")) for one in route.get("services", [])]
    service = ROUTERS[name].get("service")
    assert ends == ([targets[service]] if service else [])


def test_every_middleware_is_there_with_every_field() -> None:
    written = section("middlewares.yml", "middlewares")
    in_the_file = platform_file(own_files())["http"]["middlewares"]
    rendered = rendered_gateway("Middleware")
    assert set(rendered) | set(in_the_file) == set(written)
    for name, (kind, fields) in ((n, next(iter(k.items()))) for n, k in written.items()):
        if name in in_the_file:
            assert in_the_file[name] == {kind: fields}
        elif kind == "chain":
            assert names(rendered[name]["chain"]["middlewares"]) == fields["middlewares"]
        elif kind == "errors":
            said = rendered[name]["errors"]
            assert {**said, "service": said["service"]["name"]} == {
                **fields,
                "service": "platform@file",
            }
        else:
            assert rendered[name] == {kind: fields}


def test_no_route_ends_at_what_only_the_inside_may_see() -> None:
    rules = [
        route["match"]
        for spec in rendered_gateway("IngressRoute").values()
        for route in spec["routes"]
        if "internal" not in spec.get("entryPoints", [])
    ]
    assert len(rules) > 20
    inside = ("/metrics", "/livez", "/readyz", "/ping")
    assert not [rule for rule in rules if any(path in rule for path in inside)]


def test_the_tiers_take_turns_and_keep_the_files_time_limits() -> None:
    services = {
        thing["metadata"]["name"]: thing["spec"]["weighted"]["services"]
        for thing in upstream_objects(own_files())
        if thing["kind"] == "TraefikService"
    }
    written = section("services.yml", "services")
    for use, source in (("requests", "local"), ("imports", "local-imports")):
        (leaf,) = services[use]
        balancer = written[source]["loadBalancer"]
        assert (leaf["name"], leaf["weight"]) == ("api", 100)
        assert leaf["strategy"] == "wrr"
        assert leaf["serversTransport"] == balancer["serversTransport"]
    transports = section("services.yml", "serversTransports")
    for thing in upstream_objects(own_files()):
        if thing["kind"] == "ServersTransport":
            assert thing["spec"] == transports[thing["metadata"]["name"]]


def test_no_two_services_of_a_tier_share_a_port() -> None:
    ports = [
        leaf["port"]
        for thing in upstream_objects(own_files())
        if thing["kind"] == "TraefikService"
        for leaf in thing["spec"]["weighted"]["services"]
    ]
    assert len(set(ports)) == len(ports) == 2


def test_a_canary_has_a_tenth_of_everything() -> None:
    for thing in canary_objects(own_files()):
        leaves = thing["spec"]["weighted"]["services"]
        assert {leaf["name"]: leaf["weight"] for leaf in leaves} == {"api": 90, "api-canary": 10}


def test_the_platforms_service_is_the_files_own_with_the_tiers_addresses() -> None:
    file = platform_file(own_files())["http"]
    written = section("services.yml", "services")
    assert file["services"]["platform"] == written["platform"]
    balancer = file["services"]["platform-replicas"]["loadBalancer"]
    assert [server["url"] for server in balancer["servers"]] == [
        "http://api.vlo-enterprise.svc:8000",
        "http://api.vlo-local.svc:8000",
    ]
    without_servers = {k: v for k, v in balancer.items() if k != "servers"}
    original = written["platform-replicas"]["loadBalancer"]
    assert without_servers == {k: v for k, v in original.items() if k != "servers"}


def test_a_new_rule_reaches_the_cluster() -> None:
    files = changed("routes.yml", "Path(`/health`)", "Path(`/healthy`)")
    assert "Path(`/healthy`)" in json.dumps(gateway_objects(files))


def test_tiers_that_differ_are_refused() -> None:
    text = TEXTS["services.yml"].replace("strategy: p2c", "strategy: wrr", 1)
    files = gateway_files(TEXTS | {"services.yml": text})
    with pytest.raises(GatewayFilesError, match=r"requests differ in strategy"):
        upstream_objects(files)


def test_a_service_without_a_counterpart_is_refused() -> None:
    text = TEXTS["services.yml"].replace("    local:\n", "    elsewhere:\n", 1)
    routes = TEXTS["routes.yml"].replace("service: local\n", "service: elsewhere\n")
    files = gateway_files(TEXTS | {"services.yml": text, "routes.yml": routes})
    with pytest.raises(GatewayFilesError, match="elsewhere has no counterpart"):
        gateway_objects(files)


def test_files_with_problems_are_refused_with_the_problem() -> None:
    with pytest.raises(GatewayFilesError, match="nowhere"):
        changed("routes.yml", "service: platform", "service: nowhere")


def test_the_gateways_files_are_all_read() -> None:
    assert sorted(TEXTS) == sorted(path.name for path in Path(DYNAMIC).iterdir())
