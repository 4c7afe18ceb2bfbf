"""Reviews that vanish at Google's twin: told once, when it is sure, and in no figure after that."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from local.connectors.twin import Answers, answered
from local.execution.service.removed_reviews import WholeReading
from local.execution.tasks.removed_reviews import read_whole_profile
from shared.db.session import Database
from shared.jobs.handling import JobContext
from tests.api import LOCAL, Api
from tests.databases import TierDatabase
from tests.local.execution.counter import Counter, open_counter

A_DAY = timedelta(days=1, minutes=5)


@pytest.fixture
async def counter(
    local_api: Api, local_database: Database, local_tier_database: TierDatabase
) -> Counter:
    tenant = await local_api.new_tenant(category="salon")
    return await open_counter(local_database, local_tier_database.superuser_url, tenant)


async def whole(counter: Counter) -> WholeReading | None:
    counter.runs += 1
    context = JobContext(database=counter.database, clock=counter.clock, job_id=counter.runs)
    return await read_whole_profile(counter.vendors, context, counter.tenant.id)


async def with_reviews(counter: Counter, count: int, stars: int = 5) -> Sequence[str]:
    names = [
        counter.twin.add_review("2", stars, f"Lovely cut, number {number}")
        for number in range(count)
    ]
    await counter.sync()
    return names


async def told(counter: Counter) -> list[tuple[str, str]]:
    return [
        (task.facts["count"], task.facts["stars"])
        for task in await counter.tasks()
        if task.kind == "look_at_removed_reviews"
    ]


async def test_nothing_gone_is_nothing_told(counter: Counter) -> None:
    await with_reviews(counter, 3)
    assert await whole(counter) == WholeReading(removed=0, is_unsure=False)
    assert await told(counter) == []


async def test_a_purge_is_one_task_and_only_after_a_second_reading(counter: Counter) -> None:
    names = await with_reviews(counter, 60)
    for name in names[:40]:
        counter.twin.remove_review(name)
    assert await whole(counter) == WholeReading(removed=0, is_unsure=True)
    counter.clock.at += timedelta(hours=5)
    assert await whole(counter) == WholeReading(removed=0, is_unsure=True)
    assert await told(counter) == []
    counter.clock.at += A_DAY
    assert await whole(counter) == WholeReading(removed=40, is_unsure=False)
    assert await whole(counter) == WholeReading(removed=0, is_unsure=False)
    assert await told(counter) == [("40", "5★ x 40")]


async def test_what_is_gone_is_in_no_figure(local_api: Api, counter: Counter) -> None:
    names = await with_reviews(counter, 4)
    counter.twin.remove_review(names[0])
    await whole(counter)
    counter.clock.at += A_DAY
    await whole(counter)
    path, headers = f"{LOCAL}/reviews/summary", counter.tenant.headers
    summary = (await local_api.http.get(path, headers=headers)).raise_for_status().json()
    assert summary["stored_count"]["value"] == 3
    listed = (await local_api.http.get(f"{LOCAL}/reviews", headers=headers)).json()["items"]
    assert sum(one["removed_at"] is not None for one in listed) == 1


async def test_a_review_that_is_back_is_no_loss(counter: Counter) -> None:
    names = await with_reviews(counter, 2)
    held = counter.twin.shops["2"].reviews[names[0]]
    counter.twin.remove_review(names[0])
    await whole(counter)
    counter.twin.shops["2"].reviews[names[0]] = held
    counter.clock.at += A_DAY
    assert await whole(counter) == WholeReading(removed=0, is_unsure=False)
    assert await told(counter) == []


async def test_a_reply_that_waits_is_dropped_with_its_review(counter: Counter) -> None:
    names = await with_reviews(counter, 1, stars=1)
    assert await counter.states() == ["waiting"]
    counter.twin.remove_review(names[0])
    await whole(counter)
    counter.clock.at += A_DAY
    await whole(counter)
    (row,) = await counter.replies()
    assert (row.state, row.reason) == ("declined", "review_removed")
    assert [task.kind for task in await counter.tasks()] == ["look_at_removed_reviews"]


async def test_a_torn_reading_concludes_nothing(counter: Counter) -> None:
    await with_reviews(counter, 2)
    torn: dict[str, Any] = {"reviews": [], "totalReviewCount": 2}
    counter.twin.fail_with(Answers(answer=answered(200, torn)))
    assert await whole(counter) is None
    assert await whole(counter) == WholeReading(removed=0, is_unsure=False)
