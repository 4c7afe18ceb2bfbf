"""Each tier in each environment is what a tier must be; each rule sees the fault that it is for."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shared.http.server import GRACEFUL_SECONDS
from shared.jobs.handling import WorkerLimits
from shared.jobs.worker import HAND_BACK_SECONDS, LAST_WORDS_SECONDS
from tests.deploy.kubernetes import pod_rules, tier_rules
from tests.deploy.kubernetes.manifests import (
    ENVIRONMENTS,
    TIERS,
    Object,
    objects_of,
    of_kind,
    overlay,
    the,
)

Rule = Callable[[list[Object]], Iterator[str]]
Fault = Callable[[list[Object]], object]

WORKER_SECONDS = WorkerLimits().grace_seconds + HAND_BACK_SECONDS + LAST_WORDS_SECONDS
DRAIN_SECONDS = 2.0  # test_overlays_settings compares it with what the processes are told
API_SECONDS = DRAIN_SECONDS + GRACEFUL_SECONDS
FINISHING_SECONDS = max(WORKER_SECONDS, API_SECONDS)


def leaving(objects: list[Object]) -> Iterator[str]:
    return pod_rules.not_leaving_gently(objects, FINISHING_SECONDS)


def of_local(objects: list[Object]) -> Iterator[str]:
    return tier_rules.naming_another_tier(objects, "local")


def by_queue(objects: list[Object]) -> Iterator[str]:
    return tier_rules.without_scaling(objects, by_queue=True)


POD_RULES: list[Rule] = [
    pod_rules.not_without_root,
    pod_rules.not_writing_to_tmp_only,
    pod_rules.not_limited,
    pod_rules.not_probed,
    leaving,
    pod_rules.not_keeping_secrets,
    pod_rules.holding_a_token,
]
TIER_RULES: list[Rule] = [
    tier_rules.without_a_budget,
    tier_rules.without_deny_all,
    tier_rules.too_open,
    tier_rules.not_allowed_anything,
    tier_rules.choosing_nothing,
    tier_rules.without_monitoring,
]
DATABASE_RULES: list[Rule] = [tier_rules.without_backups, tier_rules.with_powerful_roles]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("rule", [*POD_RULES, *TIER_RULES, *DATABASE_RULES])
def test_a_tier_keeps_every_rule(rule: Rule, tier: str, environment: str) -> None:
    assert list(rule(overlay(tier, environment))) == []


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("tier", TIERS)
def test_no_object_of_a_tier_names_the_other(tier: str, environment: str) -> None:
    assert list(tier_rules.naming_another_tier(overlay(tier, environment), tier)) == []


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("tier", TIERS)
def test_a_tier_grows_by_itself(tier: str, environment: str) -> None:
    wants_queue = environment == "production"
    found = tier_rules.without_scaling(overlay(tier, environment), by_queue=wants_queue)
    assert list(found) == []


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("tier", TIERS)
def test_a_tier_has_every_part(tier: str, environment: str) -> None:
    kinds = {thing["kind"] for thing in overlay(tier, environment)}
    assert kinds >= {
        "Cluster", "ConfigMap", "Deployment", "HorizontalPodAutoscaler", "Job", "Namespace",
        "NetworkPolicy", "ObjectStore", "PodDisruptionBudget", "PodMonitor", "ScheduledBackup",
        "Service", "ServiceMonitor", "TraefikService",
    }  # fmt: skip
    named = {
        thing["metadata"]["name"] for thing in of_kind(overlay(tier, environment), "Deployment")
    }
    assert named == {"api", "api-canary", "worker"}


@pytest.mark.parametrize("rule", [*POD_RULES, *TIER_RULES])
def test_the_gateway_keeps_every_rule(rule: Rule) -> None:
    assert list(rule(objects_of("gateway"))) == []


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("tier", TIERS)
def test_only_workers_that_call_vendors_reach_the_internet(tier: str, environment: str) -> None:
    reach = [
        (policy["spec"]["podSelector"]["matchLabels"], peer["ipBlock"])
        for policy in of_kind(overlay(tier, environment), "NetworkPolicy")
        for rule in policy["spec"].get("egress", [])
        for peer in rule.get("to", [])
        if "ipBlock" in peer
    ]
    calls_vendors = tier == "local"
    assert [chosen for chosen, _ in reach] == (
        [{"app.kubernetes.io/component": "worker"}] if calls_vendors else []
    )
    for _, block in reach:
        assert {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"} <= {
            *block["except"]
        }


def pod(objects: list[Object], kind: str = "Deployment", name: str = "api") -> Any:
    return the(objects, kind, name)["spec"]["template"]["spec"]


def container(objects: list[Object], kind: str = "Deployment", name: str = "api") -> Any:
    return pod(objects, kind, name)["containers"][0]


def spec(objects: list[Object], kind: str, name: str) -> Any:
    return the(objects, kind, name)["spec"]


def without(kind: str, name: str) -> Fault:
    return lambda objects: objects.remove(the(objects, kind, name))


def variable(name: str, value: str) -> Fault:
    return lambda objects: container(objects)["env"].append({"name": name, "value": value})


FAULTS: dict[str, tuple[Rule, Fault]] = {
    "no budget": (tier_rules.without_a_budget, without("PodDisruptionBudget", "api")),
    "a budget of two": (
        tier_rules.without_a_budget,
        lambda o: spec(o, "PodDisruptionBudget", "worker").update(maxUnavailable=2),
    ),
    "no scaling": (by_queue, without("HorizontalPodAutoscaler", "api")),
    "scaling from one": (
        by_queue,
        lambda o: spec(o, "HorizontalPodAutoscaler", "api").update(minReplicas=1),
    ),
    "no queue age": (by_queue, without("ScaledObject", "worker")),
    "another queue": (
        by_queue,
        lambda o: spec(o, "ScaledObject", "worker")["triggers"][0]["metadata"].update(query="up"),
    ),
    "a fixed number": (by_queue, lambda o: spec(o, "Deployment", "worker").update(replicas=2)),
    "a fixed number of APIs": (by_queue, lambda o: spec(o, "Deployment", "api").update(replicas=2)),
    "deny-all has a hole": (
        tier_rules.without_deny_all,
        lambda o: denying(o)[0].update(egress=[{}]),
    ),
    "anybody may come in": (
        tier_rules.too_open,
        lambda o: allow(o, "allow-gateway")["ingress"][0].pop("from"),
    ),
    "anybody may be reached": (
        tier_rules.too_open,
        lambda o: allow(o, "allow-database", "egress")["egress"][0].pop("to"),
    ),
    "any port": (
        tier_rules.too_open,
        lambda o: allow(o, "allow-database", "egress")["egress"][0].pop("ports"),
    ),
    "any namespace": (
        tier_rules.too_open,
        lambda o: allow(o, "allow-gateway")["ingress"][0].update({"from": [{"podSelector": {}}]}),
    ),
    "a mute pod": (
        tier_rules.not_allowed_anything,
        lambda o: spec(o, "Job", "migration")["template"]["metadata"].update(labels={"a": "b"}),
    ),
    "nothing is chosen": (
        tier_rules.choosing_nothing,
        lambda o: spec(o, "Service", "api")["selector"].update({"vlo/track": "stabel"}),
    ),
    "nobody is watched": (tier_rules.without_monitoring, without("PodMonitor", "worker")),
    "the other tier's name": (
        of_local,
        lambda o: container(o)["env"].append({"name": "ENTERPRISE_PORT", "value": "1"}),
    ),
    "the other tier's address": (
        of_local,
        variable("X", "http://api.vlo-enterprise.svc"),
    ),
    "the other tier's key": (
        of_local,
        lambda o: the(o, "Service", "api")["metadata"]["labels"].update({"enterprise": "yes"}),
    ),
    "no probe": (pod_rules.not_probed, lambda o: container(o).pop("readinessProbe")),
    "liveness asks the database": (
        pod_rules.not_probed,
        lambda o: container(o)["livenessProbe"]["httpGet"].update(path="/readyz"),
    ),
    "a probe at no port": (
        pod_rules.not_probed,
        lambda o: container(o)["livenessProbe"]["httpGet"].update(port="htpp"),
    ),
    "no limit": (
        pod_rules.not_limited,
        lambda o: container(o)["resources"]["limits"].pop("memory"),
    ),
    "no resources": (
        pod_rules.not_limited,
        lambda o: container(o, "Job", "migration").pop("resources"),
    ),
    "a writable root": (
        pod_rules.not_without_root,
        lambda o: container(o)["securityContext"].update(readOnlyRootFilesystem=False),
    ),
    "root": (pod_rules.not_without_root, lambda o: pod(o)["securityContext"].pop("runAsNonRoot")),
    "root again": (
        pod_rules.not_without_root,
        lambda o: container(o)["securityContext"].update(runAsUser=0),
    ),
    "a capability": (
        pod_rules.not_without_root,
        lambda o: container(o)["securityContext"]["capabilities"].update(add=["NET_ADMIN"]),
    ),
    "privileges": (
        pod_rules.not_without_root,
        lambda o: container(o)["securityContext"].pop("allowPrivilegeEscalation"),
    ),
    "a second place to write": (
        pod_rules.not_writing_to_tmp_only,
        lambda o: container(o)["volumeMounts"].append({"name": "tmp", "mountPath": "/app"}),
    ),
    "a bottomless place": (
        pod_rules.not_writing_to_tmp_only,
        lambda o: pod(o)["volumes"][0].update(emptyDir={}),
    ),
    "no pause": (leaving, lambda o: container(o).pop("lifecycle")),
    "no patience": (leaving, lambda o: pod(o).update(terminationGracePeriodSeconds=20)),
    "fewer while rolling": (
        leaving,
        lambda o: spec(o, "Deployment", "api")["strategy"]["rollingUpdate"].update(
            maxUnavailable=1
        ),
    ),
    "a secret object": (
        pod_rules.not_keeping_secrets,
        lambda o: o.append({"kind": "Secret", "metadata": {"name": "x"}, "data": {}}),
    ),
    "a literal pepper": (pod_rules.not_keeping_secrets, variable("LOCAL_KEY_PEPPER", "p" * 32)),
    "a literal password": (
        pod_rules.not_keeping_secrets,
        variable("LOCAL_DATABASE_URL", "postgresql://local_app:hunter2@database-rw/local"),
    ),
    "a secret setting": (
        pod_rules.not_keeping_secrets,
        lambda o: of_kind(o, "ConfigMap")[0]["data"].update(LOCAL_GOOGLE_PLACES_KEY="x"),
    ),
    "a token": (
        pod_rules.holding_a_token,
        lambda o: pod(o).pop("automountServiceAccountToken"),
    ),
    "no archive": (
        tier_rules.without_backups,
        lambda o: spec(o, "Cluster", "database").pop("plugins"),
    ),
    "no nightly backup": (tier_rules.without_backups, without("ScheduledBackup", "nightly")),
    "nowhere to keep it": (tier_rules.without_backups, without("ObjectStore", "backups")),
    "a role around the wall": (
        tier_rules.with_powerful_roles,
        lambda o: spec(o, "Cluster", "database")["managed"]["roles"][0].update(bypassrls=True),
    ),
}


def denying(objects: list[Object]) -> list[Any]:
    policies = of_kind(objects, "NetworkPolicy")
    return [one["spec"] for one in policies if one["metadata"]["name"] == "deny-all"]


def allow(objects: list[Object], name: str, direction: str = "ingress") -> Any:
    (found,) = (
        policy["spec"]
        for policy in of_kind(objects, "NetworkPolicy")
        if policy["metadata"]["name"] == name and direction in policy["spec"]
    )
    return found


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_seen(name: str) -> None:
    rule, plant = FAULTS[name]
    objects = overlay("local", "production")
    assert list(rule(objects)) == []
    plant(objects)
    assert list(rule(objects)) != []


def test_every_rule_has_a_fault_that_it_sees() -> None:
    rules = [*POD_RULES, *TIER_RULES, *DATABASE_RULES, of_local, by_queue]
    assert {rule.__name__ for rule in rules} == {rule.__name__ for rule, _ in FAULTS.values()}
