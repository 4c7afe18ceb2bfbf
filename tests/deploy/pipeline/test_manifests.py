import json
from typing import Any

import pytest
import yaml

from pipeline.errors import PipelineError
from pipeline.manifests import documents, programs, routing, text_of, weighed, weights_patch

IMAGE = "registry.example/vertical-light-local:local-abc@sha256:1"
RENDERED = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: api-canary}
spec:
  template:
    spec:
      containers:
        - {name: api, image: "vertical-light-local:set-by-the-pipeline"}
        - {name: other, image: "busybox:1.37"}
---
apiVersion: traefik.io/v1alpha1
kind: TraefikService
metadata: {name: requests}
spec:
  weighted:
    services:
      - {name: api, port: http, weight: 90}
      - {name: api-canary, port: http, weight: 10}
---
"""
OBJECTS = documents(RENDERED, IMAGE)


def weights(traefik_service: dict[str, Any]) -> dict[str, int]:
    return {one["name"]: one["weight"] for one in traefik_service["spec"]["weighted"]["services"]}


def test_only_the_image_that_the_pipeline_sets_is_replaced() -> None:
    containers = OBJECTS[0]["spec"]["template"]["spec"]["containers"]
    assert [one["image"] for one in containers] == [IMAGE, "busybox:1.37"]


def test_what_gets_requests_is_apart_from_what_answers_them() -> None:
    assert [one["kind"] for one in programs(OBJECTS)] == ["Deployment"]
    assert [one["kind"] for one in routing(OBJECTS)] == ["TraefikService"]


def test_objects_are_written_as_they_were_read() -> None:
    assert list(yaml.safe_load_all(text_of(OBJECTS))) == OBJECTS


def test_a_release_that_is_not_ready_is_given_nothing() -> None:
    assert weights(routing(weighed(OBJECTS, 0))[0]) == {"api": 100, "api-canary": 0}
    assert weights(routing(OBJECTS)[0]) == {"api": 90, "api-canary": 10}


def applied(patch: str, target: dict[str, Any]) -> dict[str, Any]:
    """Apply a JSON patch of `test` and `replace` as a cluster would."""
    copy: dict[str, Any] = json.loads(json.dumps(target))
    for change in json.loads(patch):
        *path, last = change["path"].strip("/").split("/")
        place: Any = copy
        for step in path:
            place = place[int(step) if step.isdigit() else step]
        if change["op"] == "test":
            assert place[last] == change["value"]
        else:
            place[last] = change["value"]
    return copy


@pytest.mark.parametrize("percent", [0, 10, 100])
def test_a_patch_gives_the_share_wherever_the_two_stand(percent: int) -> None:
    service = routing(OBJECTS)[0]
    wanted = {"api": 100 - percent, "api-canary": percent}
    assert weights(applied(weights_patch(service, percent), service)) == wanted
    service["spec"]["weighted"]["services"].reverse()
    assert weights(applied(weights_patch(service, percent), service)) == wanted


def test_a_service_without_a_canary_cannot_be_weighed() -> None:
    service = {
        "metadata": {"name": "requests"},
        "spec": {"weighted": {"services": [{"name": "api", "weight": 100}]}},
    }
    with pytest.raises(PipelineError, match=r"TraefikService requests weighs \['api'\]"):
        weights_patch(service, 10)
