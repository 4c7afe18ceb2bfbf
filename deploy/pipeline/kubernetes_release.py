"""A new release in a cluster: a second Deployment beside the one that runs, weighed by Traefik."""

from dataclasses import dataclass, field

from pipeline.canary_services import ALL
from pipeline.cluster import Cluster
from pipeline.manifests import CANARY, STABLE, programs, routing, weighed, weights_patch
from pipeline.traffic import Counted, Counts, Meter

_WEIGHED = ("requests", "imports")
_WORKER = "worker"


@dataclass(slots=True)
class KubernetesRelease:
    """The canary's Deployment, the weights of the tier's TraefikServices, the gateways' counts."""

    cluster: Cluster
    _meter: Meter = field(init=False)

    def __post_init__(self) -> None:
        """Keep the counts that are not this release's."""
        ports = [f"{self.cluster.namespace}-{CANARY}-{port}" for port in ("http", "imports")]
        counted = Counted.services(*[f"{port}@kubernetescrd" for port in ports])
        self._meter = Meter(self.cluster.gateway_pages, counted)

    def start(self) -> None:
        """Start the release without a request: the share of one that is not ready would fail."""
        objects = self.cluster.rendered("canary")
        self.cluster.apply(programs(objects))
        self.cluster.await_rollout(CANARY)
        self.cluster.apply(routing(weighed(objects, 0)))

    def weigh(self, percent: int) -> None:
        """Change the weights; all of the requests need as many replicas as serve them now."""
        if percent == ALL:
            replicas = self.cluster.get("deployment", STABLE)["spec"]["replicas"]
            self.cluster.kubectl("scale", f"deployment/{CANARY}", f"--replicas={replicas}")
            self.cluster.await_rollout(CANARY)
        for name in _WEIGHED:
            patch = weights_patch(self.cluster.get("traefikservice", name), percent)
            self.cluster.kubectl("patch", "traefikservice", name, "--type=json", f"--patch={patch}")

    def counts(self) -> Counts:
        """Return what the new release answered."""
        return self._meter.read()

    def settle(self) -> None:
        """Make the release the one that runs, then give it the requests and end the canary."""
        self.cluster.apply(programs(self.cluster.rendered("application")))
        self.cluster.await_rollout(STABLE, _WORKER)
        self.withdraw()

    def withdraw(self) -> None:
        """End the canary: no weight may name a Service that is gone, so the weights go first."""
        self.cluster.apply(routing(self.cluster.rendered("application")))
        for kind in ("deployment", "service"):
            self.cluster.kubectl("delete", f"{kind}/{CANARY}", "--ignore-not-found")
