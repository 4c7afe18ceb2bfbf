"""Whoever does a routine says what was read, and nothing more."""

from dataclasses import replace
from datetime import date

import pytest

from local.automation.domain.executor import (
    Accepted,
    ByHand,
    Executor,
    Failed,
    NothingDue,
    RunOrder,
    RunOutcome,
    Verified,
)
from local.automation.domain.routines import ROUTINES, Approval, Doing, Routine
from local.automation.tasks.executors import (
    ConnectionCheck,
    MessageCostCheck,
    PostWriting,
    RemovedReviewCheck,
    ReviewReading,
    TemplateCheck,
    UnansweredCheck,
)
from local.connectors.twin import Answers, HangsUp, answered
from local.connectors.vendors import vendors_of
from local.guidance.domain.manual_task import ManualTaskKind, Reason
from local.insights.tasks import BriefPublication
from local.messaging.domain.message_settings import MessageSettings
from local.messaging.service.desk import DeskService
from local.work import executors
from shared.db.session import Database, unit_of_work
from shared.ids import new_id
from shared.jobs.errors import RetryLaterError
from shared.jobs.handling import JobContext
from tests.api import Api, Tenant
from tests.databases import TierDatabase
from tests.local.execution.counter import Counter, open_counter
from tests.local.messaging.shop import Shop
from tests.local.test_work import SETTINGS

ORDER = RunOrder(
    tenant_id=new_id(),
    run_id=new_id(),
    routine=Routine.READ_REVIEWS,
    on=date(2026, 11, 26),
    approval=Approval.AUTO,
    look=0,
)


@pytest.fixture
async def counter(
    local_api: Api, local_database: Database, local_tier_database: TierDatabase
) -> Counter:
    tenant = await local_api.new_tenant(category="restaurant")
    return await open_counter(local_database, local_tier_database.superuser_url, tenant)


async def said(executor: Executor, tenant: Tenant) -> RunOutcome:
    return await executor.run(replace(ORDER, tenant_id=tenant.id))


def at_counter(counter: Counter) -> JobContext:
    return JobContext(database=counter.database, clock=counter.clock)


async def of_reviews(counter: Counter) -> RunOutcome:
    return await said(ReviewReading(counter.vendors, at_counter(counter)), counter.tenant)


async def test_what_the_platform_does_by_itself_somebody_does() -> None:
    does = {
        routine
        for routine, facts in ROUTINES.items()
        if facts.doing is not Doing.MANUAL and not facts.comes_by_occasion
    }
    assert executors(vendors_of(SETTINGS)).keys() == does


def test_every_routine_of_a_day_can_be_told_to_a_person() -> None:
    kinds = {str(kind) for kind in ManualTaskKind}
    assert {r for r, facts in ROUTINES.items() if not facts.comes_by_occasion} <= kinds


async def test_reviews_are_read_once_the_last_page_has_come(counter: Counter) -> None:
    name = counter.twin.add_review("2", 5, "Lovely biryani and very friendly staff.")
    assert await of_reviews(counter) == Verified(evidence="review_pages:1", at=counter.clock.at)
    assert await counter.states() == ["approved"]
    assert isinstance(await of_reviews(counter), Verified)
    await counter.run_due()
    assert counter.shown(name) is not None


async def test_a_reading_that_was_cut_off_comes_again(counter: Counter) -> None:
    counter.twin.fail_with(*[HangsUp(is_after_effect=False)] * 9)
    with pytest.raises(RetryLaterError):
        await of_reviews(counter)


async def test_a_reading_that_is_refused_has_failed(counter: Counter) -> None:
    counter.twin.fail_with(Answers(answer=answered(400, {"error": {"status": "INVALID_ARGUMENT"}})))
    assert await of_reviews(counter) == Failed(reason="refused")


async def test_removed_reviews_are_looked_for_again_a_day_later(counter: Counter) -> None:
    names = [counter.twin.add_review("2", 5, f"Lovely, number {number}") for number in range(2)]
    await counter.sync()
    found = await of_removed(counter)
    assert found == Verified(evidence="removed_reviews:0", at=counter.clock.at)
    counter.twin.remove_review(names[0])
    unsure = await of_removed(counter)
    assert isinstance(unsure, Accepted)
    assert unsure.check_at is not None
    counter.clock.at = unsure.check_at
    found = await of_removed(counter)
    assert found == Verified(evidence="removed_reviews:1", at=counter.clock.at)
    counter.twin.revoke("2")
    assert await of_removed(counter) == ByHand(reason=Reason.NEEDS_RECONNECT)


async def of_removed(counter: Counter) -> RunOutcome:
    counter.runs += 1
    check = RemovedReviewCheck(counter.vendors, at_counter(counter))
    return await said(check, counter.tenant)


async def test_a_revoked_connection_is_a_persons(counter: Counter) -> None:
    counter.twin.revoke("2")
    assert await of_reviews(counter) == ByHand(reason=Reason.NEEDS_RECONNECT)
    assert await of_reviews(counter) == ByHand(reason=Reason.NEEDS_RECONNECT)
    check = ConnectionCheck(counter.vendors, at_counter(counter))
    assert await said(check, counter.tenant) == ByHand(reason=Reason.NEEDS_RECONNECT)


async def test_what_is_not_connected_cannot_be_done(counter: Counter, local_api: Api) -> None:
    other, context = await local_api.new_tenant(), at_counter(counter)
    without = [
        await said(ReviewReading(counter.vendors, context), other),
        await said(PostWriting(context), other),
    ]
    assert without == [ByHand(reason=Reason.NOT_CONNECTED)] * 2
    nothing = [
        await said(TemplateCheck(counter.vendors, context), other),
        await said(ConnectionCheck(counter.vendors, context), other),
    ]
    assert nothing == [NothingDue(reason="not_connected")] * 2


async def test_connections_that_work_are_named(counter: Counter) -> None:
    found = await said(ConnectionCheck(counter.vendors, at_counter(counter)), counter.tenant)
    assert isinstance(found, Verified)
    assert found.evidence == "connections:google_my_business"


async def test_templates_are_counted_as_whatsapp_tells_of_them(shop: Shop) -> None:
    found = await said(TemplateCheck(shop.vendors, shop.context()), shop.tenant)
    assert found == Verified(evidence="templates:2", at=shop.clock.at)
    shop.twin.fail_with(*[HangsUp(is_after_effect=False)] * 9)
    with pytest.raises(RetryLaterError):
        await said(TemplateCheck(shop.vendors, shop.context()), shop.tenant)


async def test_costs_are_added_up_and_a_reached_cap_is_a_persons(shop: Shop) -> None:
    check = MessageCostCheck(shop.context())
    assert await said(check, shop.tenant) == NothingDue(reason="nothing_sent")
    await shop.write("kitne baje tak khula hai")
    await shop.settle()
    found = await said(check, shop.tenant)
    assert isinstance(found, Verified)
    assert found.evidence == "message_costs:2026-11-01"
    async with unit_of_work(shop.database, shop.tenant.id) as session:
        desk = DeskService(session, shop.tenant.id, clock=shop.clock)
        await desk.allow(MessageSettings(monthly_cap_paise=0))
    assert await said(check, shop.tenant) == ByHand(reason=Reason.OVER_CAP)


async def test_questions_that_wait_are_a_persons_and_none_is_nothing_to_do(shop: Shop) -> None:
    check = UnansweredCheck(shop.context())
    assert await said(check, shop.tenant) == NothingDue(reason="nothing_waits")
    await shop.write("refund chahiye")
    assert await said(check, shop.tenant) == ByHand(reason=Reason.NEEDS_PERSON)


async def test_the_brief_is_published_once_and_named(shop: Shop) -> None:
    brief = BriefPublication(shop.context())
    first, again = await said(brief, shop.tenant), await said(brief, shop.tenant)
    assert isinstance(first, Verified)
    assert first == again
    assert first.evidence.startswith("edition:")
