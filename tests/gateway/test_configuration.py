"""What the gateway's files say, before any Traefik reads them."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from onebox.gateway_config import (
    MistypedGatewayNameError,
    main,
    services_file,
    static_configuration,
    write_dynamic,
)
from onebox.gateway_problems import problems_in
from onebox.gateway_template import UnknownTemplateFormError, rendered

GATEWAY = Path(__file__).resolve().parents[2] / "gateway"
BAD = Path(__file__).parent / "bad"
FILES = {path.name: path.read_text() for path in sorted((GATEWAY / "dynamic").glob("*.yml"))}
STATIC: dict[str, Any] = yaml.safe_load((GATEWAY / "traefik.yml").read_text())

# One file a mistake; each is read beside the repository's good ones.
MISTAKES = {
    "bare_path_prefix": "has PathPrefix(`/api/v2/local`), which also takes its siblings",
    "chain_names_unknown_middleware": "names 'retry-unsend' in middlewares, which no file defines",
    "empty": "has no 'http:' with something in it",
    "equal_priorities": "has the priority of 'local-path' under 'web'",
    "errors_name_unknown_service": "did you mean 'platform'?",
    "key_written_twice": "'extra' stands twice in one mapping",
    "middleware_has_unknown_field": "did you mean 'maxRequestBodyBytes'?",
    "middleware_of_two_kinds": "is no single known kind, but 'replacePath and retry'",
    "middleware_of_unknown_kind": "is no single known kind, but 'replacepath'",
    "name_defined_twice": "services 'local' is also defined in",
    "not_yaml": "cannot be read",
    "pattern_that_does_not_compile": "has a pattern that cannot be read: `^/(extra$`",
    "replica_without_scheme": "has a replica at '127.0.0.1:8000', not http://host:port",
    "router_has_unknown_field": "did you mean 'middlewares'?",
    "router_in_two_places": "needs entryPoints or parentRefs, and never both",
    "router_names_unknown_middleware": "did you mean 'every-request'?",
    "router_names_unknown_parent": "did you mean 'local-key'?",
    "router_names_unknown_service": "did you mean 'local'?",
    "router_under_one_that_answers": "has the parent 'local-writes', which answers by itself",
    "router_without_place": "needs entryPoints or parentRefs, and never both",
    "router_without_priority": "has no priority",
    "router_without_rule": "has no rule that can be read",
    "router_without_service": "has neither a service nor a child",
    "routers_in_a_circle": "cannot be reached: its parents lead in a circle",
    "service_falls_back_on_nothing": "did you mean 'nobody-home'?",
    "service_has_unknown_field": "did you mean 'healthCheck'?",
    "service_names_unknown_transport": "did you mean 'answers-in-30-seconds'?",
    "service_of_no_kind": "is no single known kind, but 'nothing'",
    "unbalanced_rule": "has no rule that can be read",
    "unclosed_backtick": "has no rule that can be read",
    "unknown_matcher": "did you mean 'PathPrefix'?",
    "unknown_section": "'router' is not known here",
    "unknown_template_form": "is not one of the two template forms",
    "unknown_top_level": "'htp' is not known here",
    "weighted_names_unknown_service": "did you mean 'local'?",
    "weighted_without_weight": "has weight 'None' for 'enterprise', which is no whole number",
}


def parsed() -> dict[str, dict[str, dict[str, Any]]]:
    sections: dict[str, dict[str, dict[str, Any]]] = {}
    for text in FILES.values():
        for section, entries in yaml.safe_load(rendered(text, {}))["http"].items():
            sections.setdefault(section, {}).update(entries)
    return sections


HTTP = parsed()


def seconds(duration: str) -> int:
    return int(duration.removesuffix("s"))


def milliseconds(duration: str) -> int:
    return int(duration.removesuffix("ms"))


def test_our_own_files_have_no_problem() -> None:
    assert problems_in(FILES) == []


@pytest.mark.parametrize("mistake", sorted(MISTAKES))
def test_a_mistake_is_found_and_named(mistake: str) -> None:
    problems = problems_in(FILES | {"extra.yml": (BAD / f"{mistake}.yml").read_text()})
    assert any(MISTAKES[mistake] in problem for problem in problems), problems
    assert all(problem.startswith("extra.yml: ") for problem in problems)


def test_every_bad_file_is_in_the_table() -> None:
    assert {path.stem for path in BAD.glob("*.yml")} == set(MISTAKES)


@pytest.mark.parametrize("mistake", sorted(MISTAKES))
def test_a_mistake_is_never_written(tmp_path: Path, mistake: str) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(MistypedGatewayNameError):
        write_dynamic(tmp_path, "extra.yml", (BAD / f"{mistake}.yml").read_text())
    assert {path.name for path in tmp_path.iterdir()} == set(FILES)


@pytest.mark.parametrize("missing", ["middlewares.yml", "services.yml"])
def test_a_missing_file_is_noticed(missing: str) -> None:
    kept = {name: text for name, text in FILES.items() if name != missing}
    assert problems_in(kept)


def test_the_check_prints_each_problem_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dynamic").mkdir()
    (tmp_path / "dynamic" / "a.yml").write_text(
        (BAD / "router_names_unknown_service.yml").read_text()
    )
    assert main([str(tmp_path)]) == 1
    assert "names 'locale' in service" in capsys.readouterr().out


def test_the_check_of_our_own_folder_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(GATEWAY)]) == 0
    assert capsys.readouterr().out == ""


def test_a_folder_without_files_is_a_problem(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 1


@pytest.mark.parametrize("name", sorted(HTTP["routers"]))
def test_every_router_has_a_priority_of_its_own(name: str) -> None:
    assert HTTP["routers"][name]["priority"] > 0


@pytest.mark.parametrize(
    "name", sorted(name for name, r in HTTP["routers"].items() if r.get("entryPoints") == ["web"])
)
def test_every_way_in_passes_the_flood_guard_and_the_cleaning_first(name: str) -> None:
    assert HTTP["routers"][name]["middlewares"][0] == "every-request"
    chain = HTTP["middlewares"]["every-request"]["chain"]["middlewares"]
    assert chain == ["flood-guard", "clean-headers"]


@pytest.mark.parametrize("tier", ["enterprise", "local"])
@pytest.mark.parametrize("retry", ["unsent", "unanswered-reads", "unanswered-writes"])
def test_the_shortest_retry_outlasts_the_finding_of_a_dead_replica(tier: str, retry: str) -> None:
    interval = HTTP["services"][tier]["loadBalancer"]["healthCheck"]["interval"]
    tries = HTTP["middlewares"][f"retry-{retry}"]["retry"]
    # Traefik's waits grow to twice the first, and each may be halved by chance.
    waits = tries["attempts"] - 1
    growth = sum(2 ** (n / waits) for n in range(waits))
    assert milliseconds(tries["initialInterval"]) * growth / 2 > milliseconds(interval)


@pytest.mark.parametrize("rare", ["enterprise-imports", "local-imports", "platform-replicas"])
def test_what_is_checked_less_often_takes_turns(rare: str) -> None:
    balancer = HTTP["services"][rare]["loadBalancer"]
    # Of two random choices (p2c) the idle one wins, and a dead replica is always idle.
    assert balancer["strategy"] == "wrr"
    # The platform's pages need no database, and tell of one that is down.
    expected = "/livez" if rare == "platform-replicas" else "/readyz"
    assert balancer["healthCheck"]["path"] == expected


def test_an_answer_may_take_as_long_as_its_upload_and_its_wait_together() -> None:
    timeouts = STATIC["entryPoints"]["web"]["transport"]["respondingTimeouts"]
    waits = [
        seconds(t["forwardingTimeouts"]["responseHeaderTimeout"])
        for t in HTTP["serversTransports"].values()
    ]
    assert seconds(timeouts["writeTimeout"]) > seconds(timeouts["readTimeout"]) + max(waits)


def test_one_machine_changes_addresses_and_paths_and_nothing_else(tmp_path: Path) -> None:
    text = static_configuration(
        GATEWAY,
        web_port=81,
        internal_port=82,
        dynamic_dir=tmp_path,
        access_log=tmp_path / "a.log",
        web_host="::1",
    )
    ours: dict[str, Any] = yaml.safe_load(text)
    assert ours["entryPoints"]["web"].pop("address") == "[::1]:81"
    assert ours["entryPoints"]["internal"].pop("address") == "127.0.0.1:82"
    assert ours["providers"]["file"].pop("directory") == str(tmp_path)
    assert ours["accessLog"].pop("filePath") == str(tmp_path / "a.log")
    expected: dict[str, Any] = yaml.safe_load((GATEWAY / "traefik.yml").read_text())
    del expected["entryPoints"]["web"]["address"], expected["entryPoints"]["internal"]["address"]
    del expected["providers"]["file"]["directory"]
    assert ours == expected


@pytest.mark.parametrize("unsafe", ["api", "pilot", "experimental"])
def test_traefiks_own_api_is_never_switched_on(unsafe: str) -> None:
    assert unsafe not in STATIC


def servers(text: str, service: str) -> list[str]:
    document: dict[str, list[dict[str, str]]] = yaml.safe_load(text)["http"]["services"][service][
        "loadBalancer"
    ]
    return [server["url"] for server in document["servers"] or []]


def test_replicas_are_written_where_their_tier_and_the_platform_look() -> None:
    text = services_file(
        GATEWAY, {"enterprise": ["http://a:1"], "local": ["http://b:2", "http://c:3"]}
    )
    assert "{{" not in text
    assert servers(text, "enterprise") == servers(text, "enterprise-imports") == ["http://a:1"]
    assert servers(text, "local") == servers(text, "local-imports") == ["http://b:2", "http://c:3"]
    assert servers(text, "platform-replicas") == ["http://a:1", "http://b:2", "http://c:3"]


def test_no_replica_at_all_is_a_legal_file() -> None:
    text = services_file(GATEWAY, {"enterprise": [], "local": []})
    assert problems_in(FILES | {"services.yml": text}) == []
    assert servers(text, "platform-replicas") == []


def test_a_value_comes_from_the_environment_or_its_default() -> None:
    template = 'burst: {{ env "VLO_GATEWAY_BURST" | default "6000" }}'
    assert rendered(template, {}) == "burst: 6000"
    assert rendered(template, {"VLO_GATEWAY_BURST": "9"}) == "burst: 9"


@pytest.mark.parametrize("rate", ["many", "-1", "2.5"])
def test_a_rate_that_is_no_number_is_found_before_it_empties_the_gateway(rate: str) -> None:
    (problem,) = problems_in(FILES, {"VLO_GATEWAY_BURST": rate})
    assert "middlewares.yml: middleware 'flood-guard' has burst" in problem


def test_a_template_form_that_cannot_be_checked_is_refused() -> None:
    with pytest.raises(UnknownTemplateFormError, match="mul 2"):
        rendered("{{ mul 2 2 }}", {})
