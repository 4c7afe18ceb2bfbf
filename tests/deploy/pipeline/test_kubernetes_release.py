"""The order of what is asked of a cluster; the cluster here only remembers and answers."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from pipeline.cluster import Cluster
from pipeline.errors import BlindError, CommandFailedError
from pipeline.kubernetes_release import KubernetesRelease
from pipeline.manifests import Manifest

IMAGE = "registry.example/vertical-light-local:local-abc"


def deployment(name: str) -> Manifest:
    container = {"name": "c", "image": "vertical-light-local:set-by-the-pipeline"}
    spec = {"template": {"spec": {"containers": [container]}}}
    return {"kind": "Deployment", "metadata": {"name": name}, "spec": spec}


def weighing(name: str, **weights: int) -> Manifest:
    services = [{"name": one.replace("_", "-"), "weight": n} for one, n in weights.items()]
    return {
        "kind": "TraefikService",
        "metadata": {"name": name},
        "spec": {"weighted": {"services": services}},
    }


JOB: Manifest = {"kind": "Job", "metadata": {"name": "migration", "namespace": "vlo-local-data"}}
OVERLAYS: dict[str, list[Manifest]] = {
    "migration": [JOB],
    "canary": [
        deployment("api-canary"),
        {"kind": "Service", "metadata": {"name": "api-canary"}},
        weighing("requests", api=90, api_canary=10),
        weighing("imports", api=90, api_canary=10),
    ],
    "application": [
        deployment("api"),
        deployment("worker"),
        weighing("requests", api=100),
        weighing("imports", api=100),
    ],
}


@dataclass
class FakeCluster:
    """Keeps who is applied, who gets what share, and in which order it was told."""

    told: list[str] = field(default_factory=list[str])
    weights: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])
    images: dict[str, str] = field(default_factory=dict[str, str])
    answers: int = 0
    is_broken: bool = False

    def __call__(
        self, command: Sequence[str], /, *, given: str = "", fine: Collection[int] = (0,)
    ) -> str:
        if self.is_broken:
            raise CommandFailedError("no route to the cluster")
        words = [word for word in command[1:] if not word.startswith("--")]
        if words[0] == "kustomize":
            return yaml.safe_dump_all(OVERLAYS[Path(words[1]).name])
        if "apply" in words:
            return self._apply(list(yaml.safe_load_all(given)))
        return self._other(command, words)

    def _apply(self, objects: list[Manifest]) -> str:
        for one in objects:
            name = one["metadata"]["name"]
            if one["kind"] == "TraefikService":
                services = one["spec"]["weighted"]["services"]
                self.weights[name] = {s["name"]: s["weight"] for s in services}
            elif one["kind"] == "Deployment":
                self.images[name] = one["spec"]["template"]["spec"]["containers"][0]["image"]
        self.told.append("apply " + " ".join(one["metadata"]["name"] for one in objects))
        return ""

    def _other(self, command: Sequence[str], words: list[str]) -> str:
        if "pods" in words:
            return "gateway-1 gateway-2"
        if words[0] == "get":
            line = 'traefik_service_requests_total{{code="200",service="{}"}} {}'
            return line.format("vlo-local-api-canary-http@kubernetescrd", self.answers)
        if "traefikservice" in words and "get" in words:
            return json.dumps(weighing(words[-1], **_named(self.weights[words[-1]])))
        if "get" in words:
            return json.dumps({"spec": {"replicas": 3}})
        if "patch" in words:
            return self._patch(words[-1], command[-1].removeprefix("--patch="))
        self.told.append(" ".join(w for w in command[1:] if not w.startswith("--timeout")))
        return ""

    def _patch(self, name: str, patch: str) -> str:
        names = list(self.weights[name])
        for change in json.loads(patch):
            place = int(change["path"].split("/")[4])
            if change["op"] == "replace":
                self.weights[name][names[place]] = change["value"]
        self.told.append(f"weigh {name} {self.weights[name]['api-canary']}")
        return ""


def _named(weights: dict[str, int]) -> dict[str, int]:
    return {name.replace("-", "_"): weight for name, weight in weights.items()}


def release_in(cluster: FakeCluster) -> KubernetesRelease:
    return KubernetesRelease(Cluster(cluster, Path("overlays"), "local", "production", IMAGE))


HERE = "--namespace vlo-local "


def test_a_release_starts_ready_and_without_a_request() -> None:
    cluster = FakeCluster()
    release_in(cluster).start()
    assert cluster.told == [
        "apply api-canary api-canary",
        f"{HERE}rollout status deployment/api-canary",
        "apply requests imports",
    ]
    assert cluster.weights["requests"] == {"api": 100, "api-canary": 0}
    assert cluster.images == {"api-canary": IMAGE}


def test_all_of_the_requests_wait_for_as_many_replicas() -> None:
    cluster = FakeCluster()
    release = release_in(cluster)
    release.start()
    cluster.told.clear()
    release.weigh(10)
    release.weigh(100)
    assert cluster.told == [
        "weigh requests 10",
        "weigh imports 10",
        f"{HERE}scale deployment/api-canary --replicas=3",
        f"{HERE}rollout status deployment/api-canary",
        "weigh requests 100",
        "weigh imports 100",
    ]


def test_a_promoted_release_runs_before_it_gets_the_requests_and_the_canary_ends_last() -> None:
    cluster = FakeCluster()
    release = release_in(cluster)
    release.start()
    cluster.told.clear()
    release.settle()
    assert cluster.told == [
        "apply api worker",
        f"{HERE}rollout status deployment/api",
        f"{HERE}rollout status deployment/worker",
        "apply requests imports",
        f"{HERE}delete deployment/api-canary --ignore-not-found",
        f"{HERE}delete service/api-canary --ignore-not-found",
    ]
    assert cluster.images["api"] == cluster.images["worker"] == IMAGE
    assert cluster.weights["requests"] == {"api": 100}


def test_a_release_that_is_taken_back_leaves_what_runs_alone() -> None:
    cluster = FakeCluster()
    release = release_in(cluster)
    release.start()
    release.withdraw()
    assert "api" not in cluster.images
    assert cluster.weights == {"requests": {"api": 100}, "imports": {"api": 100}}


def test_the_answers_of_every_gateway_are_counted() -> None:
    cluster = FakeCluster(answers=5)
    release = release_in(cluster)
    cluster.answers = 12
    assert release.counts().requests == 14


def test_a_migration_replaces_the_last_releases_job_and_is_waited_for() -> None:
    cluster = FakeCluster()
    Cluster(cluster, Path("overlays"), "local", "production", IMAGE).migrate()
    there = "--namespace vlo-local-data "
    assert cluster.told == [
        f"{there}delete job/migration --ignore-not-found --wait",
        "apply migration",
        f"{there}wait job/migration --for=condition=complete",
        f"{there}logs job/migration --tail=50",
    ]


def test_a_cluster_that_does_not_answer_is_blindness_and_not_the_releases_fault() -> None:
    cluster = FakeCluster()
    release = release_in(cluster)
    cluster.is_broken = True
    with pytest.raises(BlindError, match="no route to the cluster"):
        release.counts()
