"""What would Traefik drop without a word, or let through, in these dynamic files?

A router that names an unknown middleware or service simply vanishes from a running Traefik, and its
requests fall to the next router. So names, fields, rules and priorities are checked before a file
reaches the directory it watches.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, cast
from urllib.parse import urlsplit

from onebox.gateway_documents import Definition, Definitions, definitions_in

_ROUTER_FIELDS = {
    "entryPoints",
    "rule",
    "priority",
    "service",
    "middlewares",
    "parentRefs",
    "observability",
}
_SERVICE_KINDS = {
    "loadBalancer": {"strategy", "serversTransport", "healthCheck", "servers", "passHostHeader"},
    "failover": {"service", "fallback", "healthCheck"},
    "weighted": {"services", "healthCheck"},
}
_MIDDLEWARE_KINDS = {
    "buffering": {"maxRequestBodyBytes", "memRequestBodyBytes"},
    "chain": {"middlewares"},
    "compress": {"encodings", "minResponseBodyBytes", "excludedContentTypes"},
    "errors": {"status", "statusRewrites", "service", "query", "errorRequestHeaders"},
    "headers": {
        "customRequestHeaders",
        "customResponseHeaders",
        "contentTypeNosniff",
        "frameDeny",
        "referrerPolicy",
    },
    "rateLimit": {"average", "period", "burst", "sourceCriterion"},
    "replacePath": {"path"},
    "retry": {
        "attempts",
        "initialInterval",
        "timeout",
        "status",
        "maxRequestBodyBytes",
        "disableRetryOnNetworkError",
        "retryNonIdempotentMethod",
    },
}
_MATCHERS = {"ClientIP", "HeaderRegexp", "Host", "Method", "Path", "PathPrefix", "PathRegexp"}
_CALL = re.compile(r"(\w+)\(((?:`[^`]*`(?:\s*,\s*)?)*)\)")
_REST_OF_RULE = re.compile(r"^[\s()!&|]*$")


def problems_in(
    dynamic_files: Mapping[str, str], environment: Mapping[str, str] | None = None
) -> list[str]:
    """Say, a line each, what is wrong with the files of one directory taken together."""
    definitions = definitions_in(dynamic_files, environment or {})
    found = [
        *definitions.problems,
        *_router_problems(definitions),
        *_service_problems(definitions),
        *_middleware_problems(definitions),
    ]
    return found or _unreachable(definitions)


def _router_problems(definitions: Definitions) -> Iterator[str]:
    routers = definitions.sections["routers"]
    parents = {name for router in routers.values() for name in _names(router, "parentRefs")}
    for router in routers.values():
        yield from _unknown_fields(router, "router", router.fields, _ROUTER_FIELDS)
        yield from _unresolved(router, "router", "middlewares", definitions, "middlewares")
        yield from _unresolved(router, "router", "parentRefs", definitions, "routers")
        yield from _unresolved(router, "router", "service", definitions, "services")
        yield from _misplaced_fields(router, is_parent=router.name in parents)
        for parent in _names(router, "parentRefs"):
            if parent in routers and "service" in routers[parent].fields:
                yield _said(router, "router", f"has the parent '{parent}', which answers by itself")
        yield from _rule_problems(router, str(router.fields.get("rule") or ""))
    yield from _equal_priorities(routers)


def _misplaced_fields(router: Definition, *, is_parent: bool) -> Iterator[str]:
    has_service, is_child = "service" in router.fields, "parentRefs" in router.fields
    if not is_parent and not has_service:
        yield _said(router, "router", "has neither a service nor a child: it would answer nothing")
    if is_child == ("entryPoints" in router.fields):
        yield _said(router, "router", "needs entryPoints or parentRefs, and never both")
    if not isinstance(router.fields.get("priority"), int):
        yield _said(router, "router", "has no priority: its rule's length would decide")


def _rule_problems(router: Definition, rule: str) -> Iterator[str]:
    rest = _CALL.sub("", rule)
    if not rule or not _REST_OF_RULE.match(rest) or rest.count("(") != rest.count(")"):
        yield _said(router, "router", "has no rule that can be read: check backticks and brackets")
    for matcher, arguments in _CALL.findall(rule):
        values = re.findall(r"`([^`]*)`", arguments)
        if matcher not in _MATCHERS:
            yield _said(router, "router", f"uses '{matcher}'{_nearest(matcher, _MATCHERS)}")
        elif matcher == "PathPrefix" and not values[0].endswith("/"):
            yield _said(
                router, "router", f"has PathPrefix(`{values[0]}`), which also takes its siblings"
            )
        elif matcher.endswith("Regexp") and not _is_pattern(values[-1]):
            yield _said(router, "router", f"has a pattern that cannot be read: `{values[-1]}`")


def _equal_priorities(routers: Mapping[str, Definition]) -> Iterator[str]:
    first: dict[tuple[str, object], str] = {}
    for router in routers.values():
        for place in _names(router, "parentRefs") or _names(router, "entryPoints"):
            other = first.setdefault((place, router.fields.get("priority")), router.name)
            if other != router.name:
                yield _said(router, "router", f"has the priority of '{other}' under '{place}'")


def _unreachable(definitions: Definitions) -> list[str]:
    """Routers whose parents lead in a circle; asked only when every name resolves."""
    routers = definitions.sections["routers"]
    reached = {name for name, router in routers.items() if "entryPoints" in router.fields}
    for _ in routers:
        reached |= {n for n, r in routers.items() if reached.intersection(_names(r, "parentRefs"))}
    return [
        _said(router, "router", "cannot be reached: its parents lead in a circle")
        for name, router in routers.items()
        if name not in reached
    ]


def _service_problems(definitions: Definitions) -> Iterator[str]:
    for service in definitions.sections["services"].values():
        yield from _unresolved(service, "service", "middlewares", definitions, "middlewares")
        kind, body = _kind_of(service, beside="middlewares")
        if kind not in _SERVICE_KINDS:
            yield _said(service, "service", f"is no single known kind, but '{kind}'")
            continue
        yield from _unknown_fields(body, "service", body.fields, _SERVICE_KINDS[kind])
        yield from _unresolved(
            body, "service", "serversTransport", definitions, "serversTransports"
        )
        yield from _unresolved(body, "service", "service", definitions, "services")
        yield from _unresolved(body, "service", "fallback", definitions, "services")
        yield from _bad_addresses(body)
        yield from _share_problems(body, definitions)


def _share_problems(weighted: Definition, definitions: Definitions) -> Iterator[str]:
    """Traefik takes a share without a weight for a whole one, and drops a share of nothing."""
    for share in cast("list[dict[str, Any]]", weighted.fields.get("services") or []):
        named = replace(weighted, fields={"services": share.get("name", "")})
        yield from _unresolved(named, "service", "services", definitions, "services")
        weight: object = share.get("weight")
        if not isinstance(weight, int) or weight < 0:
            yield _said(
                weighted,
                "service",
                f"has weight '{weight}' for '{share.get('name')}', which is no whole number",
            )


def _bad_addresses(balancer: Definition) -> Iterator[str]:
    for server in cast("list[dict[str, Any]]", balancer.fields.get("servers") or []):
        url = urlsplit(str(server.get("url", "")))
        if url.scheme not in ("http", "https") or not url.hostname or url.path not in ("", "/"):
            yield _said(
                balancer, "service", f"has a replica at '{server.get('url')}', not http://host:port"
            )


def _middleware_problems(definitions: Definitions) -> Iterator[str]:
    for middleware in definitions.sections["middlewares"].values():
        kind, body = _kind_of(middleware)
        if kind not in _MIDDLEWARE_KINDS:
            yield _said(middleware, "middleware", f"is no single known kind, but '{kind}'")
            continue
        yield from _unknown_fields(body, "middleware", body.fields, _MIDDLEWARE_KINDS[kind])
        yield from _unresolved(body, "middleware", "middlewares", definitions, "middlewares")
        yield from _unresolved(body, "middleware", "service", definitions, "services")
        yield from _bad_rates(body)


def _bad_rates(middleware: Definition) -> Iterator[str]:
    """Rates come from the environment, and a word there would make Traefik drop the whole file."""
    for name in ("average", "burst"):
        value: object = middleware.fields.get(name, 0)
        if not isinstance(value, int) or value < 0:
            yield _said(middleware, "middleware", f"has {name} '{value}', which is no whole number")


def _kind_of(definition: Definition, *, beside: str = "") -> tuple[str, Definition]:
    """Return what kind a service or middleware is, and its options under its own name."""
    kinds = sorted(definition.fields.keys() - {beside})
    options: object = definition.fields[kinds[0]] if len(kinds) == 1 else None
    fields = cast("dict[str, Any]", options) if isinstance(options, dict) else {}
    return " and ".join(kinds) or "nothing", replace(definition, fields=fields)


def _unknown_fields(
    definition: Definition, what: str, fields: Mapping[str, Any], known: Collection[str]
) -> Iterator[str]:
    for name in sorted(fields.keys() - set(known)):
        yield _said(definition, what, f"has '{name}', which is not known{_nearest(name, known)}")


def _unresolved(
    definition: Definition, what: str, field: str, definitions: Definitions, section: str
) -> Iterator[str]:
    known = definitions.sections[section]
    for name in _names(definition, field):
        if name not in known:
            yield _said(
                definition,
                what,
                f"names '{name}' in {field}, which no file defines{_nearest(name, known)}",
            )


def _names(definition: Definition, field: str) -> list[str]:
    value: object = definition.fields.get(field) or []
    return (
        [value] if isinstance(value, str) else [str(name) for name in cast("list[object]", value)]
    )


def _nearest(name: str, known: Collection[str]) -> str:
    nearest = get_close_matches(name, known, n=1)
    return f"; did you mean '{nearest[0]}'?" if nearest else ""


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def _said(definition: Definition, what: str, problem: str) -> str:
    return f"{definition.file}: {what} '{definition.name}' {problem}"
