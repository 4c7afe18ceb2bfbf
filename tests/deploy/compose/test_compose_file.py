"""What the Compose file promises, read from the file itself."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from onebox.state import repository
from shared.settings import known_platform_variables
from tests.architecture.test_settings_documented import declared_names

FOLDER = repository() / "deploy" / "compose"
FILE = FOLDER / "compose.yaml"
COMPOSE: dict[str, Any] = yaml.safe_load(FILE.read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OTHER = {"enterprise": "local", "local": "enterprise"}
TIERS = tuple(OTHER)
BETWEEN_TIERS = {"gateway", "discovery", "grafana"}
ENDS = {"enterprise-migrate", "local-migrate"}
every_service = pytest.mark.parametrize("name", SERVICES)


def tier_of(name: str) -> str:
    return name.partition("-")[0]


def words_in(value: Any) -> str:
    return yaml.safe_dump(value)


def test_the_file_has_the_form_that_compose_reads() -> None:
    checker = Path(sys.executable).with_name("check-jsonschema")
    command = [checker, "--builtin-schema", "vendor.compose-spec", FILE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_each_tier_has_its_database_migrations_api_worker_prometheus_and_alertmanager() -> None:
    parts = ("db", "migrate", "api", "worker", "prometheus", "alertmanager")
    assert set(SERVICES) == BETWEEN_TIERS | {f"{t}-{part}" for t in TIERS for part in parts}


def test_nothing_has_a_port_on_the_machine_but_the_gateway() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["gateway"]
    (port,) = SERVICES["gateway"]["ports"]
    assert port == "${GATEWAY_BIND:-127.0.0.1}:${GATEWAY_PORT:-8080}:8080"
    assert [name for name in SERVICES if SERVICES[name].get("network_mode")] == []


@every_service
def test_a_service_cannot_write_to_its_image_nor_gain_rights(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.keys() & {"privileged", "cap_add", "devices", "pid", "ipc"}
    assert "docker.sock" not in words_in(service)


@every_service
def test_a_service_does_not_run_as_root(name: str) -> None:
    service = SERVICES[name]
    if "_IMAGE:-vlo-" in service["image"]:
        return  # The image's own user: tests/deploy/images.
    assert service["user"].partition(":")[0] not in {"", "0", "root"}


@every_service
def test_a_service_has_limits(name: str) -> None:
    limits = SERVICES[name]["deploy"]["resources"]["limits"]
    assert limits.keys() == {"cpus", "memory", "pids"}
    assert SERVICES[name]["logging"]["options"].keys() == {"max-size", "max-file"}


@every_service
def test_a_service_is_watched_and_started_again_unless_it_is_meant_to_end(name: str) -> None:
    service = SERVICES[name]
    assert service["healthcheck"].get("disable", False) is (name in ENDS)
    assert service["restart"] == ("no" if name in ENDS else "unless-stopped")


@pytest.mark.parametrize("tier", TIERS)
def test_a_tier_starts_in_the_order_of_its_needs(tier: str) -> None:
    ready = {
        f"{tier}-db": {"condition": "service_healthy"},
        f"{tier}-migrate": {"condition": "service_completed_successfully"},
    }
    assert SERVICES[f"{tier}-api"]["depends_on"] == ready
    assert SERVICES[f"{tier}-worker"]["depends_on"] == ready
    assert SERVICES[f"{tier}-migrate"]["depends_on"] == {f"{tier}-db": ready[f"{tier}-db"]}


def test_the_gateway_waits_for_addresses_and_for_no_tier() -> None:
    assert SERVICES["gateway"]["depends_on"] == {"discovery": {"condition": "service_healthy"}}


@pytest.mark.parametrize("tier", TIERS)
def test_api_worker_and_migrations_are_commands_of_one_image(tier: str) -> None:
    images = {SERVICES[f"{tier}-{part}"]["image"] for part in ("api", "worker", "migrate")}
    assert images == {f"${{{tier.upper()}_IMAGE:-vlo-{tier}:dev}}"}
    for part in ("api", "worker", "migrate"):
        assert SERVICES[f"{tier}-{part}"]["command"] == [part]


@every_service
def test_every_image_can_be_replaced_by_a_variable(name: str) -> None:
    assert SERVICES[name]["image"].startswith("${")
    assert not SERVICES[name]["image"].endswith(":latest}")
    assert "pull_policy" not in SERVICES[name]


@every_service
def test_a_service_of_a_tier_names_nothing_of_the_other(name: str) -> None:
    if name not in BETWEEN_TIERS:
        assert OTHER[tier_of(name)] not in words_in(SERVICES[name])


def members(network: str) -> set[str]:
    return {name for name, service in SERVICES.items() if network in service["networks"]}


@pytest.mark.parametrize("tier", TIERS)
def test_a_database_is_on_an_internal_network_of_its_tier_and_nowhere_else(tier: str) -> None:
    assert SERVICES[f"{tier}-db"]["networks"] == [f"{tier}-data"]
    assert COMPOSE["networks"][f"{tier}-data"] == {"internal": True}
    assert members(f"{tier}-data") == {f"{tier}-{p}" for p in ("db", "migrate", "api", "worker")}


@pytest.mark.parametrize("tier", TIERS)
def test_only_the_worker_and_the_alertmanager_reach_the_world(tier: str) -> None:
    open_networks = {n for n, network in COMPOSE["networks"].items() if not network}
    assert open_networks == {"edge"} | {f"{t}-{p}" for t in TIERS for p in ("egress", "alerts")}
    assert members(f"{tier}-egress") == {f"{tier}-worker"}
    assert members(f"{tier}-alerts") == {f"{tier}-prometheus", f"{tier}-alertmanager", "grafana"}
    assert members("edge") == {"gateway"}


def test_nothing_but_what_stands_between_the_tiers_is_on_networks_of_both() -> None:
    both = {
        name
        for name, service in SERVICES.items()
        if all(any(n.startswith(tier) for n in service["networks"]) for tier in TIERS)
    }
    assert both == BETWEEN_TIERS


@every_service
def test_secrets_come_in_files_and_stand_nowhere(name: str) -> None:
    environment: dict[str, str] = SERVICES[name].get("environment", {})
    for variable, value in environment.items():
        if any(word in variable for word in ("PASSWORD", "PEPPER", "DATABASE_URL", "SECRET")):
            assert variable.endswith("_FILE")
            assert value.startswith("/run/secrets/")
        assert "@" not in value
    mounted = {
        f"/run/secrets/{secret['target'] if isinstance(secret, dict) else secret}"
        for secret in SERVICES[name].get("secrets", [])
    }
    assert {v for v in environment.values() if v.startswith("/run/secrets/")} <= mounted


def test_every_secret_is_a_file_that_the_script_makes(tmp_path: Path) -> None:
    subprocess.run(
        [FOLDER / "secrets.sh"],
        env={"SECRETS_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
        check=True,
    )
    made = {path.name for path in tmp_path.iterdir()}
    assert {s["file"] for s in COMPOSE["secrets"].values()} == {
        f"${{SECRETS_DIR:-./secrets}}/{name}" for name in made
    }


@every_service
def test_only_settings_that_exist_are_set(name: str) -> None:
    ours = {
        variable.removesuffix("_FILE")
        for variable in SERVICES[name].get("environment", {})
        if variable.startswith(("VLO_", "ENTERPRISE_", "LOCAL_"))
    }
    assert ours <= declared_names() | known_platform_variables()


@every_service
def test_what_is_mounted_from_the_repository_is_there_and_read_only(name: str) -> None:
    for volume in SERVICES[name].get("volumes", []):
        if volume["type"] == "bind":
            assert (FOLDER / volume["source"]).exists(), volume["source"]
            assert volume["read_only"] is True
            assert volume["bind"] == {"create_host_path": False}


def test_the_gateways_files_are_the_repositorys() -> None:
    sources = {
        (FOLDER / volume["source"]).resolve()
        for name in ("gateway", "discovery")
        for volume in SERVICES[name]["volumes"]
        if volume["type"] == "bind"
    }
    assert sources >= {repository() / "gateway/traefik.yml", repository() / "gateway/dynamic"}


def test_replicas_can_be_added() -> None:
    assert [name for name in SERVICES if "container_name" in SERVICES[name]] == []


def test_a_process_has_longer_to_stop_than_it_takes() -> None:
    for tier in TIERS:
        for part in ("api", "worker"):
            assert SERVICES[f"{tier}-{part}"]["stop_grace_period"] == "40s"


def test_grafana_starts_only_when_asked_for() -> None:
    with_profile = {n: s["profiles"] for n, s in SERVICES.items() if "profiles" in s}
    assert with_profile == {"grafana": ["grafana"]}
