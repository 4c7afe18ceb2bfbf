import signal
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from onebox.plan import OwnerAddressMissingError, Plan
from onebox.readiness import HttpReadiness
from onebox.state import State

PORTS = {
    "enterprise-database": 20_001,
    "local-database": 20_002,
    "enterprise-api-1": 20_003,
    "local-api-1": 20_004,
    "local-api-2": 20_005,
    "local-worker": 20_006,
    "enterprise-worker": 20_007,
    "gateway-internal": 20_008,
    "local-prometheus": 20_009,
}


def plan(environment: Mapping[str, str] | None = None) -> Plan:
    return Plan(
        state=State(Path("/srv/shop/.vlo")),
        python="/srv/shop/.venv/bin/python",
        traefik="/srv/shop/.venv/bin/traefik",
        gateway_port=8080,
        gateway_host="127.0.0.1",
        port_of=PORTS.__getitem__,
        secret_of=lambda tier, name: f"{tier}-{name}".lower(),
        environment=environment or {},
    )


def test_a_replica_runs_the_tiers_main_on_its_own_loopback_port() -> None:
    spec = plan().api("local", 2)
    assert spec.name == "local-api-2"
    assert spec.command == ("/srv/shop/.venv/bin/python", "-m", "local.main")
    assert spec.readiness == HttpReadiness(20_005, "/readyz")
    assert spec.environment["LOCAL_PORT"] == "20005"
    assert spec.environment["LOCAL_HOST"] == "127.0.0.1"
    assert spec.environment["VLO_GATEWAY_INTERNAL_URL"] == "http://127.0.0.1:20008"


@pytest.mark.parametrize("tier", ["enterprise", "local"])
def test_the_processes_of_a_tier_never_see_the_owners_password(tier: str) -> None:
    for spec in (plan().api(tier, 1), plan().worker(tier), plan().operator_key(tier)):
        assert not [name for name in spec.environment if "OWNER" in name]
        assert not [v for v in spec.environment.values() if "owner_password" in v]
    migrations = plan().migrations(tier).environment
    assert "owner_password" in migrations[f"{tier.upper()}_OWNER_DATABASE_URL"]
    assert "app_password" in migrations[f"{tier.upper()}_DATABASE_URL"]


def test_a_tier_knows_nothing_of_the_other() -> None:
    environment = {"ENTERPRISE_IMPORT_MAX_BYTES": "1", "LOCAL_IMPORT_MAX_BYTES": "2"}
    spec = plan(environment).api("local", 1)
    assert spec.environment["LOCAL_IMPORT_MAX_BYTES"] == "2"
    assert not [name for name in spec.environment if name.startswith("ENTERPRISE_")]
    assert not [value for value in spec.environment.values() if "enterprise" in value]


def test_no_server_learns_the_keys_of_the_person_who_starts_it() -> None:
    people = {
        "VLO_GATEWAY_URL": "http://…",
        "VLO_ENTERPRISE_KEY": "vlo_ent_…",
        "VLO_LOCAL_OPERATOR_KEY": "vlo_loc_…",
        "VLO_LOCAL_BUSINESS_ID": "…",
        "VLO_ENTERPRISE_CLIENT_ID": "…",
    }
    environment = {**people, "VLO_LOG_LEVEL": "DEBUG", "PATH": "/bin"}
    for spec in (plan(environment).worker("local"), plan(environment).gateway()):
        assert not set(people) & set(spec.environment)
        assert spec.environment["VLO_LOG_LEVEL"] == "DEBUG"
        assert spec.environment["PATH"] == "/bin"


def test_the_gateway_knows_no_secret_of_a_tier() -> None:
    spec = plan({"LOCAL_KEY_PEPPER": "secret"}).gateway()
    assert "secret" not in spec.environment.values()
    assert spec.readiness == HttpReadiness(20_008, "/ping")
    assert spec.port == 8080
    assert spec.command[1] == "--configfile=/srv/shop/.vlo/gateway/traefik.yml"


def test_what_the_person_sets_wins_over_what_is_generated() -> None:
    environment = {"LOCAL_KEY_PEPPER": "mine", "LOCAL_DRAIN_SECONDS": "7"}
    spec = plan(environment).api("local", 1)
    assert spec.environment["LOCAL_KEY_PEPPER"] == "mine"
    assert spec.environment["LOCAL_DRAIN_SECONDS"] == "7"
    assert plan().api("local", 1).environment["LOCAL_KEY_PEPPER"] == "local-key_pepper"


def test_a_database_stops_by_the_signal_that_does_not_wait_for_clients() -> None:
    spec = plan().database("local")
    assert spec.stop_signal == signal.SIGINT
    assert spec.port == 20_002
    assert spec.before_start is not None


def test_a_database_elsewhere_is_used_and_not_run() -> None:
    elsewhere = {
        "LOCAL_DATABASE_URL": "postgresql://app@db.example/local",
        "LOCAL_OWNER_DATABASE_URL": "postgresql://owner@db.example/local",
    }
    assert not plan(elsewhere).has_own_database("local")
    assert plan(elsewhere).has_own_database("enterprise")
    api = plan(elsewhere).api("local", 1)
    assert api.environment["LOCAL_DATABASE_URL"] == "postgresql://app@db.example/local"
    assert "LOCAL_OWNER_DATABASE_URL" not in api.environment
    migrations = plan(elsewhere).migrations("local")
    owner_url = migrations.environment["LOCAL_OWNER_DATABASE_URL"]
    assert owner_url == "postgresql://owner@db.example/local"


def test_a_database_elsewhere_without_its_owner_is_refused() -> None:
    half = {"LOCAL_DATABASE_URL": "postgresql://app@db.example/local"}
    with pytest.raises(OwnerAddressMissingError, match="LOCAL_OWNER_DATABASE_URL"):
        plan(half).migrations("local")


def test_a_database_could_keep_its_log_in_the_tiers_own_place() -> None:
    for tier in ("enterprise", "local"):
        settings = plan().cluster(tier).settings
        assert settings["archive_mode"] == "on"
        assert f"/srv/shop/.vlo/backups/{tier}/wal" in settings["archive_command"]


def test_a_restored_database_has_time_to_replay_its_log(tmp_path: Path) -> None:
    stack = replace(plan(), state=State(tmp_path))
    usual = stack.database("local").start_seconds
    (tmp_path / "data" / "local").mkdir(parents=True)
    (tmp_path / "data" / "local" / "recovery.signal").touch()
    assert stack.database("local").start_seconds > usual
    assert stack.database("enterprise").start_seconds == usual


def test_a_tiers_prometheus_listens_on_loopback_and_learns_no_secret() -> None:
    secrets = {"LOCAL_KEY_PEPPER": "secret", "ENTERPRISE_KEY_PEPPER": "secret"}
    spec = plan(secrets).prometheus("local", Path("/c.yml"), Path("/d"))
    assert spec.name == "local-prometheus"
    assert "--web.listen-address=127.0.0.1:20009" in spec.command
    assert "--config.file=/c.yml" in spec.command
    assert "--storage.tsdb.path=/d" in spec.command
    assert spec.readiness == HttpReadiness(20_009, "/-/ready")
    assert "secret" not in spec.environment.values()


def test_a_tier_is_told_where_its_backups_leave_their_time() -> None:
    file = plan().worker("local").environment["LOCAL_BACKUP_SUCCESS_FILE"]
    assert file == "/srv/shop/.vlo/backups/local/last_success"
    mine = {"LOCAL_BACKUP_SUCCESS_FILE": "/elsewhere"}
    assert plan(mine).worker("local").environment["LOCAL_BACKUP_SUCCESS_FILE"] == "/elsewhere"
