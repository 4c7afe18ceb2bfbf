"""A tier in a Kubernetes cluster, as kubectl sees it. No cluster runs this in the tests."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.commands import Run
from pipeline.errors import BlindError, CommandFailedError
from pipeline.manifests import Manifest, documents, text_of

_ROLLOUT_SECONDS = 300
_MIGRATION_SECONDS = 900
_INTERNAL_PORT = 8081
_GATEWAY = "vlo-gateway"


@dataclass(frozen=True, slots=True)
class Cluster:
    """One tier's namespaces and the overlays of one environment."""

    run: Run
    overlays: Path
    tier: str
    environment: str
    image: str

    @property
    def namespace(self) -> str:
        """Return where the tier's processes run."""
        return f"vlo-{self.tier}"

    def rendered(self, step: str) -> list[Manifest]:
        """Return the objects of one step's overlay, with this release's image."""
        overlay = self.overlays / self.tier / self.environment / step
        return documents(self.run(["kubectl", "kustomize", str(overlay)]), self.image)

    def kubectl(self, *words: str, given: str = "") -> str:
        """Do something in the tier's namespace."""
        return self.run(["kubectl", "--namespace", self.namespace, *words], given=given)

    def apply(self, objects: Iterable[Manifest]) -> None:
        """Bring these objects to what they say; each names its own namespace."""
        self.run(["kubectl", "apply", "--filename", "-"], given=text_of(objects))

    def await_rollout(self, *deployments: str) -> None:
        """Wait until every replica of these runs the release and is ready."""
        for name in deployments:
            timeout = f"--timeout={_ROLLOUT_SECONDS}s"
            self.kubectl("rollout", "status", f"deployment/{name}", timeout)

    def get(self, kind: str, name: str) -> Mapping[str, Any]:
        """Return one object as it is now."""
        found: Mapping[str, Any] = json.loads(self.kubectl("get", kind, name, "--output=json"))
        return found

    def migrate(self) -> None:
        """Run this release's migrations; a Job cannot be changed, so the last one's goes first."""
        objects = self.rendered("migration")
        job = next(one for one in objects if one["kind"] == "Job")
        here = ["kubectl", "--namespace", job["metadata"]["namespace"]]
        name = f"job/{job['metadata']['name']}"
        self.run([*here, "delete", name, "--ignore-not-found", "--wait"])
        self.apply(objects)
        try:
            timeout = f"--timeout={_MIGRATION_SECONDS}s"
            self.run([*here, "wait", name, "--for=condition=complete", timeout])
        finally:
            print(self.run([*here, "logs", name, "--tail=50"], fine=range(256)))

    def gateway_pages(self) -> Mapping[str, str]:
        """Return the metrics page of each gateway, by its name."""
        try:
            return {name: self._page(name) for name in self._gateways()}
        except CommandFailedError as error:
            raise BlindError(f"The gateways gave no counts: {error}") from error

    def _gateways(self) -> list[str]:
        wanted = "--selector=app.kubernetes.io/component=gateway"
        ready = "--field-selector=status.phase=Running"
        shown = "--output=jsonpath={.items[*].metadata.name}"
        command = ["kubectl", "--namespace", _GATEWAY, "get", "pods", wanted, ready, shown]
        return self.run(command).split()

    def _page(self, pod: str) -> str:
        place = f"/api/v1/namespaces/{_GATEWAY}/pods/{pod}:{_INTERNAL_PORT}/proxy/metrics"
        return self.run(["kubectl", "get", "--raw", place])
