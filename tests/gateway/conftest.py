from collections.abc import Iterator

import pytest

from tests.gateway.replica import Replica
from tests.gateway.running import RunningGateway, replicas_of


@pytest.fixture(scope="session")
def tiers() -> Iterator[dict[str, Replica]]:
    """One replica of each tier, for every test that leaves them alone."""
    with replicas_of("enterprise", "local") as (enterprise, local):
        yield {"enterprise": enterprise, "local": local}


@pytest.fixture(scope="session")
def gateway(
    tiers: dict[str, Replica], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningGateway]:
    """One gateway for every test that only asks."""
    gateway = RunningGateway(tmp_path_factory.mktemp("gateway"))
    gateway.point_at(tiers.values())
    with gateway.running():
        gateway.await_reachable("enterprise", "local")
        yield gateway
