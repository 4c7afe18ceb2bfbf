"""What every pod of ours must be; each rule yields what is wrong with one that is not."""

from collections.abc import Iterator
from typing import Any

from tests.deploy.kubernetes.manifests import Object, name_of, of_kind

LEAST_GRACE_SECONDS = 30
WRITABLE = "/tmp"  # noqa: S108 - an empty directory of the pod's own
SECRET_WORDS = ("PASSWORD", "PEPPER", "KEY", "SECRET", "TOKEN")
# The gateway listens to Kubernetes' API; nothing else of ours talks to it.
MAY_HOLD_A_TOKEN = {"Deployment/gateway"}


def workloads(objects: list[Object]) -> list[Object]:
    return [*of_kind(objects, "Deployment"), *of_kind(objects, "Job")]


def pod_of(workload: Object) -> Any:
    return workload["spec"]["template"]["spec"]


def labels_of(workload: Object) -> Any:
    return workload["spec"]["template"]["metadata"]["labels"]


def containers_of(workload: Object) -> list[Object]:
    pod = pod_of(workload)
    return [*pod.get("initContainers", []), *pod["containers"]]


def fields_of(thing: Any) -> Any:
    """The same, but a field that is missing is empty."""
    return thing or {}


def not_without_root(objects: list[Object]) -> Iterator[str]:
    """A pod runs as nobody in particular, on a disk that it cannot write."""
    for workload in workloads(objects):
        pod = fields_of(pod_of(workload).get("securityContext"))
        if not pod.get("runAsNonRoot") or not pod.get("runAsUser") or not pod.get("runAsGroup"):
            yield f"{name_of(workload)} may run as root"
        if fields_of(pod.get("seccompProfile")).get("type") != "RuntimeDefault":
            yield f"{name_of(workload)} may make every system call"
        for container in containers_of(workload):
            yield from _powers_of(name_of(workload), fields_of(container.get("securityContext")))


def _powers_of(name: str, context: Object) -> Iterator[str]:
    if context.get("readOnlyRootFilesystem") is not True:
        yield f"{name} may write its root"
    if context.get("allowPrivilegeEscalation") is not False or context.get("privileged"):
        yield f"{name} may gain privileges"
    if fields_of(context.get("capabilities")) != {"drop": ["ALL"]}:
        yield f"{name} keeps capabilities"
    if "runAsUser" in context or "runAsNonRoot" in context:
        yield f"{name} has a user of its own beside the pod's"


def not_writing_to_tmp_only(objects: list[Object]) -> Iterator[str]:
    """What can be written is an empty directory of a known size, at /tmp."""
    for workload in workloads(objects):
        volumes = {volume["name"]: volume for volume in pod_of(workload).get("volumes", [])}
        for container in containers_of(workload):
            mounts = [m for m in container.get("volumeMounts", []) if not m.get("readOnly")]
            if [mount["mountPath"] for mount in mounts] != [WRITABLE]:
                yield f"{name_of(workload)} writes {[mount['mountPath'] for mount in mounts]}"
            for mount in mounts:
                directory = fields_of(volumes[mount["name"]].get("emptyDir"))
                if "sizeLimit" not in directory:
                    yield f"{name_of(workload)} may fill the node's disk"


def not_limited(objects: list[Object]) -> Iterator[str]:
    """A container says what it needs and what it may take."""
    for workload in workloads(objects):
        for container in containers_of(workload):
            resources = fields_of(container.get("resources"))
            for side in ("requests", "limits"):
                missing = {"cpu", "memory", "ephemeral-storage"} - set(
                    fields_of(resources.get(side))
                )
                if missing:
                    yield f"{name_of(workload)} has no {side} for {sorted(missing)}"


def not_probed(objects: list[Object]) -> Iterator[str]:
    """Readiness may ask the database. Liveness never does: a restart repairs no database."""
    for workload in of_kind(objects, "Deployment"):
        for container in containers_of(workload):
            ports = {port["name"] for port in container.get("ports", [])}
            for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                asked = fields_of(fields_of(container.get(probe)).get("httpGet"))
                if asked.get("port") not in ports:
                    yield f"{name_of(workload)} has no {probe} at a port of its own"
            alive = fields_of(fields_of(container.get("livenessProbe")).get("httpGet"))
            if alive.get("path") not in {"/livez", "/ping"}:
                yield f"{name_of(workload)} is restarted by what {alive.get('path')} says"


def not_leaving_gently(objects: list[Object], drain_seconds: float) -> Iterator[str]:
    """Old replicas serve until new ones do, and have time to finish: preStop, drain, the rest."""
    for workload in of_kind(objects, "Deployment"):
        rolling = fields_of(fields_of(workload["spec"].get("strategy")).get("rollingUpdate"))
        if (rolling.get("maxUnavailable"), rolling.get("maxSurge")) != (0, 1):
            yield f"{name_of(workload)} rolls with fewer replicas than it has, or with many more"
        grace = pod_of(workload).get("terminationGracePeriodSeconds", 0)
        for container in containers_of(workload):
            hook = fields_of(fields_of(container.get("lifecycle")).get("preStop"))
            pause = fields_of(hook.get("sleep")).get("seconds", 0)
            if pause < 5:
                yield f"{name_of(workload)} is stopped before the gateway has heard of it"
            if grace < max(LEAST_GRACE_SECONDS, pause + drain_seconds):
                yield f"{name_of(workload)} is killed after {grace} s, before it has finished"


def not_keeping_secrets(objects: list[Object]) -> Iterator[str]:
    """A secret is referred to, never written: not as an object, not as a value."""
    for thing in of_kind(objects, "Secret"):
        yield f"{name_of(thing)} would be in the repository"
    for thing in of_kind(objects, "ConfigMap"):
        for name in thing["data"]:
            if any(word in name for word in SECRET_WORDS):
                yield f"{name_of(thing)} shows {name}"
    for workload in workloads(objects):
        for container in containers_of(workload):
            for variable in container.get("env", []):
                yield from _shown(name_of(workload), variable)


def _shown(workload: str, variable: Object) -> Iterator[str]:
    value = variable.get("value")
    if value is None:
        return
    if any(word in variable["name"] for word in SECRET_WORDS):
        yield f"{workload} shows {variable['name']}"
    credentials = value.partition("://")[2].rpartition("@")[0]
    if ":" in credentials and not credentials.endswith(":$(DATABASE_PASSWORD)"):
        yield f"{workload} shows the password in {variable['name']}"


def holding_a_token(objects: list[Object]) -> Iterator[str]:
    """Kubernetes' API is no business of ours: no pod has a token for it."""
    for workload in workloads(objects):
        has = pod_of(workload).get("automountServiceAccountToken") is not False
        if has and name_of(workload) not in MAY_HOLD_A_TOKEN:
            yield f"{name_of(workload)} may talk to Kubernetes' API"
    for account in of_kind(objects, "ServiceAccount"):
        if account.get("automountServiceAccountToken") is not False:
            yield f"{name_of(account)} gives its token to every pod"
