"""What the objects of a tier must be together, and what is wrong with those that are not."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.deploy.kubernetes.manifests import TIERS, Object, name_of, of_kind
from tests.deploy.kubernetes.pod_rules import fields_of, labels_of, workloads

# What any pod of a namespace is allowed is no door of its own.
FOR_EVERY_POD = {"deny-all", "allow-names", "allow-monitoring"}
# Only these reach out without saying whom: their addresses are known to the cluster alone.
MAY_REACH_ANYBODY = {"allow-cluster": {443, 6443}, "allow-gateway": {443, 6443}}
DOOR = {"allow-gateway": {8080}}


def matches(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """Whether a label selector chooses what has these labels; an empty one chooses all."""
    return all(labels.get(k) == v for k, v in selector.get("matchLabels", {}).items()) and all(
        one["key"] in labels and labels[one["key"]] in one.get("values", [labels[one["key"]]])
        for one in selector.get("matchExpressions", [])
    )


def without_a_budget(objects: list[Object]) -> Iterator[str]:
    """A drained node may take one replica at a time. A canary has one, and may go."""
    for deployment in of_kind(objects, "Deployment"):
        budgets = [
            budget["spec"]
            for budget in of_kind(objects, "PodDisruptionBudget")
            if matches(budget["spec"]["selector"], labels_of(deployment))
        ]
        is_canary = labels_of(deployment).get("vlo/track") == "canary"
        if [budget.get("maxUnavailable") for budget in budgets] != ([] if is_canary else [1]):
            yield f"{name_of(deployment)} has not exactly one budget of one replica"


def without_scaling(objects: list[Object], *, by_queue: bool) -> Iterator[str]:
    """The API grows with the processor's time; workers, where wanted, with the queue's age."""
    apis = [d for d in of_kind(objects, "Deployment") if d["metadata"]["name"] == "api"]
    for api in apis:
        scalers = [
            scaler["spec"]
            for scaler in of_kind(objects, "HorizontalPodAutoscaler")
            if scaler["spec"]["scaleTargetRef"]["name"] == api["metadata"]["name"]
        ]
        if [_is_by_processor(scaler) for scaler in scalers] != [True]:
            yield f"{name_of(api)} does not grow with the processor's time"
        if "replicas" in api["spec"]:
            yield f"{name_of(api)} is set back to {api['spec']['replicas']} by each release"
    if by_queue:
        yield from _without_queue_age(objects)


def _is_by_processor(scaler: Object) -> bool:
    names = [fields_of(metric.get("resource")).get("name") for metric in scaler["metrics"]]
    return names == ["cpu"] and 2 <= scaler["minReplicas"] < scaler["maxReplicas"]


def _without_queue_age(objects: list[Object]) -> Iterator[str]:
    for worker in [d for d in of_kind(objects, "Deployment") if d["metadata"]["name"] == "worker"]:
        queries = [
            trigger["metadata"]["query"]
            for scaled in of_kind(objects, "ScaledObject")
            if scaled["spec"]["scaleTargetRef"]["name"] == "worker"
            for trigger in scaled["spec"]["triggers"]
        ]
        wanted = f'max(job_oldest_age_seconds{{namespace="{worker["metadata"]["namespace"]}"}})'
        if queries != [wanted]:
            yield f"{name_of(worker)} does not grow with its own queue's age: {queries}"
        if "replicas" in worker["spec"]:
            yield f"{name_of(worker)} is set back by each release"


def without_deny_all(objects: list[Object]) -> Iterator[str]:
    """In each namespace nothing may talk to anything, unless a policy says so."""
    for namespace in of_kind(objects, "Namespace"):
        name = namespace["metadata"]["name"]
        denying = [
            policy
            for policy in of_kind(objects, "NetworkPolicy")
            if policy["metadata"]["namespace"] == name
            and policy["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
        ]
        if len(denying) != 1:
            yield f"{name} has {len(denying)} policies that deny everything"


def too_open(objects: list[Object]) -> Iterator[str]:
    """An allowance names who and which port."""
    for policy in of_kind(objects, "NetworkPolicy"):
        name, spec = policy["metadata"]["name"], policy["spec"]
        for rule in spec.get("ingress", []):
            if "from" not in rule and _ports(rule) - DOOR.get(name, set()):
                yield f"{name_of(policy)} lets everybody in at {sorted(_ports(rule))}"
        for rule in spec.get("egress", []):
            if "to" not in rule and _ports(rule) - MAY_REACH_ANYBODY.get(name, set()):
                yield f"{name_of(policy)} lets out to everybody at {sorted(_ports(rule))}"
        for rule in [*spec.get("ingress", []), *spec.get("egress", [])]:
            if not _ports(rule):
                yield f"{name_of(policy)} opens every port"
            for peer in [*rule.get("from", []), *rule.get("to", [])]:
                if not peer or {} in peer.values():
                    yield f"{name_of(policy)} means everybody by {peer}"


def _ports(rule: Object) -> set[int]:
    return {port["port"] for port in rule.get("ports", [])}


def not_allowed_anything(objects: list[Object]) -> Iterator[str]:
    """Every pod has a policy of its own: without one deny-all would leave it mute."""
    for workload in workloads(objects):
        own = [
            policy["metadata"]["name"]
            for policy in of_kind(objects, "NetworkPolicy")
            if policy["metadata"]["namespace"] == workload["metadata"]["namespace"]
            and policy["metadata"]["name"] not in FOR_EVERY_POD
            and matches(policy["spec"]["podSelector"], labels_of(workload))
        ]
        if not own:
            yield f"{name_of(workload)} may talk to nobody"


def naming_another_tier(objects: list[Object], tier: str) -> Iterator[str]:
    """Nothing of a tier knows that there is another."""
    (other,) = set(TIERS) - {tier}
    word = re.compile(rf"(?<![a-z]){other}(?![a-z])", re.IGNORECASE)
    for thing in objects:
        for text in texts_in(thing):
            if word.search(text):
                yield f"{name_of(thing)} names the {other} tier: {text}"


def texts_in(value: Any) -> Iterator[str]:
    """Every key and every string."""
    if isinstance(value, dict):
        for key, item in value.items():  # pyright: ignore[reportUnknownVariableType] - YAML
            yield from texts_in(key)
            yield from texts_in(item)
    elif isinstance(value, list):
        for item in value:  # pyright: ignore[reportUnknownVariableType] - YAML
            yield from texts_in(item)
    elif isinstance(value, str):
        yield value


def choosing_nothing(objects: list[Object]) -> Iterator[str]:
    """A Service, a monitor and a budget each choose something that is there."""
    pods = [labels_of(workload) for workload in workloads(objects)]
    services = [fields_of(s["metadata"].get("labels")) for s in of_kind(objects, "Service")]
    for thing in objects:
        selector, among = thing.get("spec", {}).get("selector"), pods
        if thing["kind"] == "Service":
            selector = {"matchLabels": selector}
        elif thing["kind"] == "ServiceMonitor":
            among = services
        elif thing["kind"] not in {"PodMonitor", "PodDisruptionBudget"}:
            continue
        is_database = fields_of(selector).get("matchLabels") == {"cnpg.io/cluster": "database"}
        if not is_database and not any(matches(selector, labels) for labels in among):
            yield f"{name_of(thing)} chooses nothing"


def without_monitoring(objects: list[Object]) -> Iterator[str]:
    """Prometheus hears of every process that serves."""
    watched = {thing["metadata"]["name"] for thing in objects if thing["kind"].endswith("Monitor")}
    for deployment in of_kind(objects, "Deployment"):
        if deployment["metadata"]["labels"]["app.kubernetes.io/component"] not in watched:
            yield f"{name_of(deployment)} is not watched"


def without_backups(objects: list[Object]) -> Iterator[str]:
    """Each database archives its log all the time and itself every night, and keeps both."""
    stores = {store["metadata"]["name"] for store in of_kind(objects, "ObjectStore")}
    for cluster in of_kind(objects, "Cluster"):
        archived = {
            plugin["parameters"]["barmanObjectName"]
            for plugin in cluster["spec"].get("plugins", [])
            if plugin.get("isWALArchiver")
        }
        if len(archived) != 1 or not archived <= stores:
            yield f"{name_of(cluster)} does not archive its log"
        nightly = [
            backup
            for backup in of_kind(objects, "ScheduledBackup")
            if backup["spec"]["cluster"]["name"] == cluster["metadata"]["name"]
        ]
        if len(nightly) != 1:
            yield f"{name_of(cluster)} has no nightly backup"


def with_powerful_roles(objects: list[Object]) -> Iterator[str]:
    """The processes' role may log in, and nothing else: it must not get around a tenant's wall."""
    powers = ("superuser", "createdb", "createrole", "replication", "bypassrls")
    for cluster in of_kind(objects, "Cluster"):
        if cluster["spec"].get("enableSuperuserAccess") is not False:
            yield f"{name_of(cluster)} lets the superuser in"
        for role in cluster["spec"]["managed"]["roles"]:
            if any(role.get(power) is not False for power in powers):
                yield f"{name_of(cluster)}: {role['name']} may do more than log in"
