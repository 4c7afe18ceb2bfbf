"""Would the processes start with what the overlays tell them, and with one another?"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from enterprise.settings import EnterpriseOwnerSettings, EnterpriseSettings
from local.settings import LocalOwnerSettings, LocalSettings
from onebox.postgres import RunningCluster
from shared.settings import (
    OwnerSettings,
    PlatformSettings,
    TierSettings,
    psycopg_url,
    refuse_unknown_platform_variables,
)
from tests.databases import PASSWORD, TierDatabase, migrate
from tests.deploy.kubernetes.manifests import (
    ENVIRONMENTS,
    KUBERNETES,
    TIERS,
    Object,
    everything,
    objects_of,
    of_kind,
    overlay,
    the,
)
from tests.deploy.kubernetes.pod_rules import containers_of, labels_of, workloads
from tests.deploy.kubernetes.test_overlays import DRAIN_SECONDS

SETTINGS: dict[str, tuple[type[TierSettings], type[OwnerSettings]]] = {
    "enterprise": (EnterpriseSettings, EnterpriseOwnerSettings),
    "local": (LocalSettings, LocalOwnerSettings),
}
WHOLE = [(tier, environment) for tier in TIERS for environment in ENVIRONMENTS]
# Beside its two pools: the line that hears of revoked keys; a worker's lines to the queue.
OTHER_CONNECTIONS = 4
RESERVED_CONNECTIONS = 20


def environment_of(objects: list[Object], workload: Object) -> dict[str, str]:
    """What the process is told, with made-up secrets."""
    (container,) = containers_of(workload)
    told: dict[str, str] = {}
    for source in container.get("envFrom", []):
        told |= the(objects, "ConfigMap", source["configMapRef"]["name"])["data"]
    for variable in container.get("env", []):
        value: str = variable.get("value", "s3cr3t" * 6)
        told[variable["name"]] = re.sub(r"\$\((\w+)\)", lambda match: told[match[1]], value)
    return told


def deployment(tier: str, environment: str, name: str) -> tuple[list[Object], Object]:
    step = "canary" if name == "api-canary" else "application"
    objects = objects_of(f"{tier}-{environment}-{step}")
    return objects, the(objects, "Deployment", name)


def told(monkeypatch: pytest.MonkeyPatch, environment: Mapping[str, str], kind: type[Any]) -> Any:
    with monkeypatch.context() as variables:
        for name, value in environment.items():
            variables.setenv(name, value)
        return kind()


@pytest.mark.parametrize("name", ["api", "worker", "api-canary"])
@pytest.mark.parametrize(("tier", "environment"), WHOLE)
def test_a_process_is_told_what_it_reads(
    monkeypatch: pytest.MonkeyPatch, tier: str, environment: str, name: str
) -> None:
    variables = environment_of(*deployment(tier, environment, name))
    kind, _ = SETTINGS[tier]
    settings = told(monkeypatch, variables, kind)
    known = {f"{tier.upper()}_{field.upper()}" for field in kind.model_fields}
    assert {v for v in variables if v.startswith(tier.upper())} <= known
    refuse_unknown_platform_variables(variables)
    assert told(monkeypatch, variables, PlatformSettings).gateway_internal_url
    address = urlsplit(psycopg_url(settings.database_url))
    assert address.hostname == f"database-rw.vlo-{tier}-data.svc"
    assert address.query == "sslmode=require"
    # A pod's own address is not the loopback.
    assert settings.host == "0.0.0.0"  # noqa: S104 - inside a pod, behind deny-all
    assert settings.drain_seconds == DRAIN_SECONDS


@pytest.mark.parametrize(("tier", "environment"), WHOLE)
def test_the_ports_are_those_of_the_settings(
    monkeypatch: pytest.MonkeyPatch, tier: str, environment: str
) -> None:
    for name, setting in (("api", "port"), ("worker", "worker_port"), ("api-canary", "port")):
        objects, workload = deployment(tier, environment, name)
        settings = told(monkeypatch, environment_of(objects, workload), SETTINGS[tier][0])
        (port,) = containers_of(workload)[0]["ports"]
        assert port["containerPort"] == getattr(settings, setting)


@pytest.mark.parametrize(("tier", "environment"), WHOLE)
def test_the_migration_is_the_owners_and_knows_the_processes_role(
    monkeypatch: pytest.MonkeyPatch, tier: str, environment: str
) -> None:
    objects = overlay(tier, environment)
    variables = environment_of(objects, the(objects, "Job", "migration"))
    settings = told(monkeypatch, variables, SETTINGS[tier][1])
    cluster = the(objects, "Cluster", "database")["spec"]
    (role,) = cluster["managed"]["roles"]
    app = urlsplit(psycopg_url(settings.database_url))
    assert (app.username, app.password) == (role["name"], None)
    assert app.path == f"/{cluster['bootstrap']['initdb']['database']}"
    (container,) = containers_of(the(objects, "Job", "migration"))
    owner = container["env"][0]["valueFrom"]["secretKeyRef"]["name"]
    assert owner == cluster["bootstrap"]["initdb"]["secret"]["name"]


@pytest.mark.parametrize(("tier", "environment"), WHOLE)
def test_nobody_but_the_migration_has_the_owners_password(tier: str, environment: str) -> None:
    for workload in of_kind(overlay(tier, environment), "Deployment"):
        for variable in containers_of(workload)[0]["env"]:
            assert "OWNER" not in variable["name"]
            reference = variable.get("valueFrom", {}).get("secretKeyRef", {})
            assert reference.get("name") not in {"database-owner", "backup-store"}


@pytest.mark.parametrize(("tier", "environment"), WHOLE)
def test_the_database_has_room_for_every_process_that_there_may_be(
    monkeypatch: pytest.MonkeyPatch, tier: str, environment: str
) -> None:
    objects, api = deployment(tier, environment, "api")
    settings = told(monkeypatch, environment_of(objects, api), SETTINGS[tier][0])
    scaled = {
        s["spec"]["scaleTargetRef"]["name"]: s["spec"] for s in of_kind(objects, "ScaledObject")
    }
    apis = the(objects, "HorizontalPodAutoscaler", "api")["spec"]["maxReplicas"]
    workers = (
        scaled["worker"]["maxReplicaCount"]
        if scaled
        else the(objects, "Deployment", "worker")["spec"]["replicas"]
    )
    canary_and_surges = 1 + 3
    each = 2 * settings.database_pool_size + OTHER_CONNECTIONS
    cluster = the(overlay(tier, environment), "Cluster", "database")["spec"]
    room = int(cluster["postgresql"]["parameters"]["max_connections"])
    assert (apis + workers + canary_and_surges) * each + RESERVED_CONNECTIONS <= room


@pytest.mark.parametrize(("tier", "environment"), WHOLE)
def test_the_images_are_the_tiers_own_and_of_one_release(tier: str, environment: str) -> None:
    images = {
        container["image"]
        for workload in workloads(overlay(tier, environment))
        for container in containers_of(workload)
    }
    assert images == {f"vertical-light-{tier}:set-by-the-pipeline"}


@pytest.mark.parametrize(("tier", "environment"), WHOLE)
def test_a_container_runs_the_command_that_its_name_says(tier: str, environment: str) -> None:
    commands = {
        (labels_of(workload)["app.kubernetes.io/component"], *container["args"])
        for workload in workloads(overlay(tier, environment))
        for container in containers_of(workload)
    }
    assert commands == {("api", "api"), ("worker", "worker"), ("migration", "migrate")}


def test_every_secret_is_in_the_documents_table() -> None:
    documented = (KUBERNETES / "README.md").read_text()
    needed = {
        (reference["name"], reference["key"])
        for _, thing in everything()
        for reference in secret_keys_in(thing)
    }
    assert len(needed) >= 8
    missing = [
        f"{name}.{key}" for name, key in needed if not re.search(rf"`{name}`.*`{key}`", documented)
    ]
    assert missing == []


def secret_keys_in(value: Any) -> list[dict[str, str]]:
    """Each reference to a key of a secret, wherever it stands."""
    if isinstance(value, list):
        return [found for item in value for found in secret_keys_in(item)]  # pyright: ignore[reportUnknownVariableType] - YAML
    if not isinstance(value, dict):
        return []
    if {"name", "key"} <= set(value) <= {"name", "key", "optional"}:  # pyright: ignore[reportUnknownArgumentType] - YAML
        return [value]  # pyright: ignore[reportUnknownVariableType] - YAML
    return [found for item in value.values() for found in secret_keys_in(item)]  # pyright: ignore[reportUnknownVariableType] - YAML


def made_by_the_cluster(postgres: RunningCluster, tier: str) -> TierDatabase:
    """What CloudNativePG would make, with the cluster's own statements, in names of our own."""
    cluster = the(objects_of(f"{tier}-production-database"), "Cluster", "database")["spec"]
    name = f"{tier}_in_a_cluster"
    owner, app = f"{name}_owner", f"{name}_app"
    owners, apps = sql.Identifier(owner), sql.Identifier(app)
    address = postgres.cluster.superuser_url(postgres.superuser_password, "postgres")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(owners, PASSWORD))
        make = sql.SQL("CREATE DATABASE {} OWNER {}")
        connection.execute(make.format(sql.Identifier(name), owners))
        for statement in cluster["bootstrap"]["initdb"]["postInitApplicationSQL"]:
            connection.execute(re.sub(rf"\b{tier}(_app)?\b", rf"{name}\1", statement).encode())
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(apps, PASSWORD))
    return TierDatabase(
        tier,
        postgres.cluster.url(app, PASSWORD, name),
        postgres.cluster.url(owner, PASSWORD, name),
        postgres.cluster.superuser_url(postgres.superuser_password, name),
    )


@pytest.mark.parametrize("tier", TIERS)
def test_the_clusters_statements_make_what_the_migrations_need(
    postgres: RunningCluster, tier: str
) -> None:
    database = made_by_the_cluster(postgres, tier)
    migrate(database)
    with psycopg.connect(database.app_url) as connection:
        assert connection.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (id int)")
