import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from hashlib import sha256
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import text

from local.reviews.domain.review_fields import Columns
from local.reviews.errors import ReviewImportInProgressError
from local.reviews.models import ReviewImport
from local.reviews.service import ReviewService, UploadedReviews, read_upload
from shared.clock import SystemClock
from shared.db.session import Database, unit_of_work
from shared.ids import new_id
from tests.api import Api


async def upload(*texts: str) -> UploadedReviews:
    content = "\n".join(["id,text", *(f"{n},{text}" for n, text in enumerate(texts))]).encode()
    columns = Columns()
    return UploadedReviews(
        licence="own",
        columns=columns,
        read=await read_upload(BytesIO(content), "text/csv", "google", columns),
        sha256=sha256(content).hexdigest(),
    )


@asynccontextmanager
async def reviews_of(database: Database, tenant_id: UUID) -> AsyncGenerator[ReviewService]:
    async with unit_of_work(database, tenant_id) as session:
        yield ReviewService(session, tenant_id, clock=SystemClock())


async def take_in(database: Database, tenant_id: UUID, *texts: str) -> ReviewImport:
    async with reviews_of(database, tenant_id) as service:
        return await service.take_in(await upload(*texts))


async def test_a_second_import_is_refused_while_the_first_runs(
    local_api: Api, local_database: Database
) -> None:
    tenant_id = (await local_api.new_tenant()).id
    async with reviews_of(local_database, tenant_id) as first:
        await first.take_in(await upload("Good"))
        with pytest.raises(ReviewImportInProgressError, match="in a moment"):
            await take_in(local_database, tenant_id, "Bad")
    async with reviews_of(local_database, tenant_id) as service:
        assert [item.judged.review.text for item in await service.list(None, 10)] == ["Good"]


async def test_imports_sent_at_once_are_taken_one_after_the_other(
    local_api: Api, local_database: Database
) -> None:
    tenant_id = (await local_api.new_tenant()).id
    sent = (take_in(local_database, tenant_id, f"Text {number}") for number in range(4))
    records = await asyncio.gather(*sent)
    assert sorted((record.reviews_new, record.reviews_changed) for record in records) == [
        (0, 1),
        (0, 1),
        (0, 1),
        (1, 0),
    ]


async def test_a_file_of_an_older_state_is_taken_in_again(
    local_api: Api, local_database: Database
) -> None:
    tenant_id = (await local_api.new_tenant()).id
    for word, changed in (("Old", 0), ("New", 1), ("Old", 1)):
        record = await take_in(local_database, tenant_id, word)
        assert record.reviews_changed == changed


async def test_many_reviews_are_stored_at_once(local_api: Api, local_database: Database) -> None:
    tenant_id = (await local_api.new_tenant()).id
    texts = [f"Review {number}" for number in range(3_000)]
    assert (await take_in(local_database, tenant_id, *texts)).reviews_new == 3_000
    texts[0] = "Changed"
    record = await take_in(local_database, tenant_id, *texts)
    assert (record.reviews_new, record.reviews_changed, record.reviews_unchanged) == (0, 1, 2_999)


@pytest.mark.parametrize("table", ["local_reviews", "local_review_imports"])
async def test_a_table_is_closed_to_other_tenants_even_without_a_filter(
    local_api: Api, local_database: Database, table: str
) -> None:
    tenant_id = (await local_api.new_tenant()).id
    await take_in(local_database, tenant_id, "Good")
    count = text(f"SELECT count(*) FROM {table}")
    async with unit_of_work(local_database, tenant_id) as session:
        assert (await session.execute(count)).scalar_one() == 1
    async with unit_of_work(local_database, new_id()) as session:
        assert (await session.execute(count)).scalar_one() == 0
