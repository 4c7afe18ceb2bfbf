"""Is what was rendered what Kubernetes takes, in each supported version, strictly?"""

import json
from collections.abc import Iterator
from pathlib import Path

import kubernetes_validate  # pyright: ignore[reportMissingTypeStubs] - it has no marker
import pytest
import yaml
from openapi_schema_validator import OAS31Validator

from tests.deploy.kubernetes.manifests import Object, everything, name_of, objects_of, the

VERSIONS = ["1.35", "1.36", "1.37"]
CUSTOM_RESOURCES = yaml.safe_load(Path(__file__).with_name("custom_resources.yaml").read_text())
OWN_GROUPS = {
    api_and_kind.split("/", maxsplit=1)[0]
    for api_and_kind in CUSTOM_RESOURCES["$defs"]
    if "/" in api_and_kind
}


def is_custom(thing: Object) -> bool:
    return thing["apiVersion"].split("/", maxsplit=1)[0] in OWN_GROUPS


def faults_of_custom(thing: Object) -> Iterator[str]:
    """What the schema of its kind says; a kind without one is a fault."""
    kind = f"{thing['apiVersion']}/{thing['kind']}"
    if kind not in CUSTOM_RESOURCES["$defs"]:
        yield f"{kind} has no schema here"
        return
    if set(thing) != {"apiVersion", "kind", "metadata", "spec"}:
        yield f"{kind} has {sorted(thing)}"
    pointer = kind.replace("/", "~1")
    schema = CUSTOM_RESOURCES | {"$ref": f"#/$defs/{pointer}"}
    for error in OAS31Validator(schema).iter_errors(thing["spec"]):
        yield f"{name_of(thing)}: {'.'.join(map(str, error.path))}: {error.message}"


def different_objects() -> list[Object]:
    """Kubernetes' own kinds, one of those that differ in names and labels only."""
    found: dict[str, Object] = {}
    for _, thing in everything():
        content = thing | {"metadata": sorted(thing["metadata"])}
        if not is_custom(thing):
            found.setdefault(json.dumps(content, sort_keys=True), thing)
    return list(found.values())


@pytest.mark.parametrize("version", VERSIONS)
def test_kubernetes_takes_every_object(version: str) -> None:
    checked = [
        kubernetes_validate.validate(thing, version, strict=True) for thing in different_objects()
    ]
    assert len(checked) > 40
    assert set(checked) == {version}


def test_every_custom_resource_keeps_its_schema() -> None:
    custom = [thing for _, thing in everything() if is_custom(thing)]
    assert [fault for thing in custom for fault in faults_of_custom(thing)] == []
    assert len(custom) > 100


def test_the_schemas_are_schemas() -> None:
    OAS31Validator.check_schema(CUSTOM_RESOURCES)


def test_no_schema_is_left_over() -> None:
    used = {f"{thing['apiVersion']}/{thing['kind']}" for _, thing in everything()}
    assert {kind for kind in CUSTOM_RESOURCES["$defs"] if "/" in kind} - used == set()


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("field", "value"), [("replica", 3), ("minReadySeconds", "three"), ("selector", "worker")]
)
def test_a_fault_in_one_of_kubernetes_own_kinds_is_seen(
    version: str, field: str, value: object
) -> None:
    worker = the(objects_of("local-staging-application"), "Deployment", "worker")
    worker["spec"][field] = value
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(worker, version, strict=True)


@pytest.mark.parametrize(
    ("name", "kind", "object_name", "change"),
    [
        ("gateway", "IngressRoute", "platform", {"entrypoints": ["web"]}),
        ("gateway", "Middleware", "to-401", {"replacePaths": {"path": "/"}}),
        ("local-production-application", "TraefikService", "requests", {"weighted": {}}),
        ("local-production-application", "ScaledObject", "worker", {"minReplicas": 2}),
        ("local-production-application", "ServiceMonitor", "api", {"endpoints": []}),
        ("local-production-database", "Cluster", "database", {"instances": "3"}),
        ("local-production-database", "ScheduledBackup", "nightly", {"schedule": "0 20 * * *"}),
        ("local-production-database", "ObjectStore", "backups", {"retentionPolicy": "30 days"}),
    ],
)
def test_a_fault_in_a_custom_resource_is_seen(
    name: str, kind: str, object_name: str, change: Object
) -> None:
    thing = the(objects_of(name), kind, object_name)
    thing["spec"] |= change
    assert list(faults_of_custom(thing)) != []


def test_a_kind_that_nobody_described_is_seen() -> None:
    unknown: Object = {
        "apiVersion": "traefik.io/v1alpha1",
        "kind": "TLSOption",
        "metadata": {},
        "spec": {},
    }
    assert list(faults_of_custom(unknown)) == ["traefik.io/v1alpha1/TLSOption has no schema here"]
