from collections.abc import AsyncGenerator

import pytest

from shared.clock import FixedClock
from shared.tiers import BusinessTier
from tests.api import Api, running_api
from tests.databases import TierDatabase
from tests.shared.connectors.conftest import START


@pytest.fixture(scope="package")
async def local_api(local_tier_database: TierDatabase) -> AsyncGenerator[Api]:
    """One replica whose clock stands where the clocks of the shops begin: 14:30 on a Thursday."""
    async with running_api(BusinessTier.LOCAL, local_tier_database, clock=FixedClock(START)) as api:
        yield api
