import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from time import monotonic

import httpx
import pytest
from sqlalchemy import text

from shared.db.session import PLATFORM_TENANT, Database, unit_of_work
from shared.db.watched import SILENCE_SECONDS, is_there
from shared.tiers import BusinessTier
from tests.api import ACCOUNT, LOCAL, Api, Tenant, running_api
from tests.databases import TierDatabase, free_port
from tests.shared.db.silent_line import SilentLine, silent_line
from tests.shared.waiting import until

BUSINESSES = f"{LOCAL}/businesses"
# Every request ends within three seconds; the rest is for a machine that has other things to do.
SLOW_MACHINE_SECONDS = 3 + 3


@dataclass(frozen=True, slots=True)
class Outage:
    """A replica whose database lies behind a line that can fall silent."""

    line: SilentLine
    api: Api
    tenant: Tenant

    async def asked(self, turn: int) -> httpx.Response:
        headers = self.tenant.headers
        if turn % 3 == 0:
            return await self.api.http.get(ACCOUNT, headers=headers)
        if turn % 3 == 1:
            return await self.api.http.get(BUSINESSES, headers=self.api.operator_headers)
        path = f"{BUSINESSES}/{self.tenant.id}"
        return await self.api.http.patch(path, headers=headers, json={"name": f"Asha {turn}"})

    async def is_well(self) -> bool:
        answers = [await self.asked(turn) for turn in range(3)]
        answers.append(await self.api.http.get("/readyz"))
        return all(answer.status_code == 200 for answer in answers)


@pytest.fixture
async def outage(local_tier_database: TierDatabase) -> AsyncGenerator[Outage]:
    port = int(local_tier_database.app_url.rsplit(":", 1)[1].split("/")[0])
    async with silent_line(port) as line:
        url = local_tier_database.app_url.replace(f":{port}/", f":{line.port}/")
        behind = replace(local_tier_database, app_url=url)
        async with running_api(BusinessTier.LOCAL, behind) as api:
            yield Outage(line, api, await api.new_tenant())


async def test_every_request_to_a_silent_database_ends_and_all_is_well_afterwards(
    outage: Outage,
) -> None:
    assert await until(outage.is_well, seconds=20)
    outage.line.fall_silent()
    for _ in range(2):
        async with asyncio.timeout(SLOW_MACHINE_SECONDS):
            answers = await asyncio.gather(*(outage.asked(turn) for turn in range(40)))
        assert {answer.status_code for answer in answers} == {503}
        assert {answer.headers["retry-after"] for answer in answers} == {"1"}
        assert (await outage.api.http.get("/livez")).status_code == 200
        assert (await outage.api.http.get("/readyz")).status_code == 503
    outage.line.speak()
    assert await until(outage.is_well, seconds=20)


async def test_a_statement_that_only_takes_its_time_is_waited_for(outage: Outage) -> None:
    began = monotonic()
    seconds = 2.5 * SILENCE_SECONDS
    async with unit_of_work(outage.api.runtime.database, PLATFORM_TENANT) as session:
        await session.execute(text(f"SELECT pg_sleep({seconds})"))
    assert monotonic() - began >= seconds


async def test_whoever_comes_right_after_is_told_at_once(outage: Outage) -> None:
    outage.line.fall_silent()
    database = Database(outage.api.runtime.database.url, pool_size=1)

    async def fails() -> None:
        with pytest.raises(
            Exception, match=r"silent a moment ago|did not let us in|QueuePool limit"
        ):
            async with unit_of_work(database, PLATFORM_TENANT):
                pass

    async with asyncio.timeout(SLOW_MACHINE_SECONDS):
        await asyncio.gather(*(fails() for _ in range(30)))
    await database.close()


async def test_a_server_is_there_if_it_says_anything(outage: Outage) -> None:
    port = str(outage.line.port)
    assert await is_there("127.0.0.1", port)
    outage.line.fall_silent()
    assert not await is_there("127.0.0.1", port)
    assert not await is_there("127.0.0.1", str(free_port()))
    assert await is_there("/run/postgresql", "5432")
