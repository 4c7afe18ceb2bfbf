from collections.abc import Iterator

import pytest

from tests.deploy.kubernetes.cluster_gateway import ClusterGateway, cluster_gateway
from tests.gateway.replica import Replica
from tests.gateway.running import replicas_of


@pytest.fixture(scope="session")
def tiers() -> Iterator[dict[str, Replica]]:
    """One replica of each tier, for every test that leaves them alone."""
    with replicas_of("enterprise", "local") as (enterprise, local):
        yield {"enterprise": enterprise, "local": local}


@pytest.fixture(scope="session")
def gateway(
    tiers: dict[str, Replica], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ClusterGateway]:
    """One gateway, fed by Kubernetes' API, for every test that only asks."""
    with cluster_gateway(tmp_path_factory.mktemp("cluster")) as gateway:
        for tier, replica in tiers.items():
            gateway.point_at(tier, replica)
        gateway.await_reachable("enterprise", "local")
        yield gateway
