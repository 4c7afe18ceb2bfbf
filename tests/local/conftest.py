import pytest

from shared.db.session import Database
from tests.api import Api
from tests.databases import TierDatabase
from tests.local.messaging.shop import Shop, open_shop

HOURS = {
    day: [{"open": "10:00", "close": "20:00"}]
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
}


@pytest.fixture
async def shop(local_api: Api, local_database: Database, local_tier_database: TierDatabase) -> Shop:
    tenant = await local_api.new_tenant(opening_hours=HOURS)
    return await open_shop(local_database, local_tier_database.superuser_url, tenant)
