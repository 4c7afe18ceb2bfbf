"""Deliveries: at least once under one id, only what has happened, and nobody waits for another."""

import asyncio
from itertools import islice
from json import loads

from local.guidance.domain.manual_task import TaskState
from local.guidance.jobs import TellOfLostWebhooks
from local.guidance.service import ManualTaskService
from local.guidance.tasks import tell_of_lost_webhooks
from local.webhooks.domain.delivery import MOST_ATTEMPTS, WAITS_SECONDS
from local.webhooks.jobs import DeliverWebhook, ForgetDeliveries
from local.webhooks.service.deliveries import DeliveryService
from local.webhooks.tasks import deliver_webhook, forget_deliveries
from shared.db.session import act_for, unit_of_work
from tests.local.execution.counter import SEALER
from tests.local.webhooks.conftest import Office, uuid_of


async def test_what_happened_arrives_signed_and_says_ids_alone(office: Office) -> None:
    await office.add()
    await office.open_task("a")
    await office.work()
    (event,) = office.receiver.events
    assert event["type"] == "task.opened"
    assert set(event["data"]) == {"task_id", "kind", "reason"}
    assert event["timestamp"] == office.clock.at.isoformat()
    (delivery,) = await office.deliveries()
    assert (delivery["state"], delivery["attempts"], delivery["last_status"]) == (
        "delivered",
        1,
        204,
    )
    assert office.receiver.requests[0].body.decode() == delivery["body"]


async def test_what_was_undone_is_told_to_nobody(office: Office) -> None:
    await office.add()
    async with office.database.sessions() as session:
        await act_for(session, office.tenant.id)
        await office.open_task_in(session, "a")
        await session.rollback()
    await office.work()
    assert office.receiver.requests == []


async def test_the_same_thing_twice_is_told_once(office: Office) -> None:
    await office.add()
    for _ in range(2):
        await office.open_task("a")
    await office.work()
    assert len(office.receiver.events) == 1


async def test_an_endpoint_gets_only_the_types_that_it_wants(office: Office) -> None:
    await office.add(types=["post.verified"])
    await office.open_task("a")
    await office.work()
    assert office.receiver.requests == []


async def test_a_failed_delivery_comes_again_under_its_id_and_with_its_bytes(
    office: Office,
) -> None:
    await office.add()
    await office.open_task("a")
    office.receiver.answer(500, None)
    await office.work()
    await office.pass_time(seconds=6)
    await office.pass_time(minutes=6)
    assert len(office.receiver.requests) == 3
    assert len(set(office.receiver.ids())) == 1
    assert len({request.body for request in office.receiver.requests}) == 1
    assert [d["state"] for d in await office.deliveries()] == ["delivered"]


async def test_a_redirect_is_a_failure(office: Office) -> None:
    await office.add()
    await office.open_task("a")
    office.receiver.answer(307, location="https://elsewhere.example")
    await office.work()
    assert [d["state"] for d in await office.deliveries()] == ["waiting"]


async def test_after_ten_attempts_it_has_failed_and_can_be_sent_again_by_hand(
    office: Office,
) -> None:
    await office.add()
    await office.open_task("a")
    office.receiver.answer(*[500] * MOST_ATTEMPTS)
    await office.work()
    for seconds in WAITS_SECONDS:
        await office.pass_time(seconds=seconds * 1.1 + 1)
    (delivery,) = await office.deliveries()
    assert (delivery["state"], delivery["attempts"]) == ("failed", MOST_ATTEMPTS)
    again = await office.ask("POST", f"/deliveries/{delivery['id']}/resend")
    assert again.json()["state"] == "waiting"
    assert (await office.ask("POST", f"/deliveries/{delivery['id']}/resend")).status_code == 409
    await office.pass_time(minutes=6)
    assert [d["state"] for d in await office.deliveries()] == ["delivered"]
    assert len(set(office.receiver.ids())) == 1


async def test_five_days_of_failure_disable_an_endpoint_and_its_owner_is_told_once(
    office: Office,
) -> None:
    endpoint = await office.add()
    office.receiver.answer(*[500] * 20)
    for day in range(7):
        await office.open_task(f"day {day}")
        await office.pass_time(days=1)
    (shown,) = (await office.ask("GET")).json()["items"]
    assert (shown["state"], shown["why_disabled"]) == ("disabled", "failing")
    sent = len(office.receiver.requests)
    await office.pass_time(days=1)
    assert len(office.receiver.requests) == sent
    for _ in range(2):
        await tell_of_lost_webhooks(office.context, TellOfLostWebhooks())
    assert await _told(office) == ["till.example"]
    office.receiver.answers.clear()
    assert (await office.ask("POST", f"/{endpoint['id']}/enable")).json()["state"] == "active"
    await office.open_task("after")
    await office.work()
    assert office.receiver.events[-1]["type"] == "task.opened"


async def test_gone_disables_at_once_and_cancels_what_waits(office: Office) -> None:
    await office.add()
    for key in ("a", "b"):
        await office.open_task(key)
    office.receiver.answer(410)
    await office.work()
    assert [d["state"] for d in await office.deliveries()] == ["cancelled", "failed"]
    (shown,) = (await office.ask("GET")).json()["items"]
    assert shown["why_disabled"] == "gone"
    await office.open_task("c")
    assert len(await office.deliveries()) == 2


async def test_a_worker_that_dies_while_it_sends_is_followed_by_another(office: Office) -> None:
    await office.add()
    await office.open_task("a")
    (delivery,) = await office.deliveries()
    async with unit_of_work(office.database, office.tenant.id) as session:
        service = DeliveryService(session, office.tenant.id, clock=office.clock, sealer=SEALER)
        dead = await service.begin(uuid_of(delivery))
    await office.work()
    assert office.receiver.requests == []
    await office.pass_time(seconds=61)
    assert dead is not None
    assert office.receiver.ids() == [dead.message_id]
    assert [(d["state"], d["attempts"]) for d in await office.deliveries()] == [("delivered", 2)]


async def test_an_attempt_that_was_overtaken_says_nothing(office: Office) -> None:
    await office.add()
    await office.open_task("a")
    (delivery,) = await office.deliveries()
    async with unit_of_work(office.database, office.tenant.id) as session:
        service = DeliveryService(session, office.tenant.id, clock=office.clock, sealer=SEALER)
        await service.begin(uuid_of(delivery))
        assert await service.begin(uuid_of(delivery)) is None


async def test_an_endpoint_is_asked_one_thing_at_a_time_and_in_turn(office: Office) -> None:
    await office.add()
    for key in ("a", "b", "c"):
        await office.open_task(key)
    await office.work()
    ids = [loads(request.body)["data"]["task_id"] for request in office.receiver.requests]
    assert ids == sorted(ids)
    assert len(ids) == 3


async def test_a_failing_endpoint_is_left_alone_and_the_other_one_is_served(
    office: Office,
) -> None:
    await office.add(types=["task.opened"])
    await office.add("https://books.example/hooks", types=["task.opened"])
    office.receiver.answer(None)
    for key in ("a", "b", "c"):
        await office.open_task(key)
    await office.work()
    urls = [request.url for request in office.receiver.requests]
    assert len(urls) == 4
    assert sorted(urls.count(url) for url in set(urls)) == [1, 3]


async def test_endpoints_that_hang_take_two_places_of_a_worker_and_no_more(
    office: Office,
) -> None:
    for number in range(5):
        await office.add(f"https://slow{number}.example", types=["task.opened"])
    await office.open_task("a")
    office.receiver.hangs = asyncio.Event()
    jobs = [DeliverWebhook(office.tenant.id, uuid_of(one)) for one in await office.deliveries()]
    runs = [
        asyncio.create_task(deliver_webhook(office.vendors, office.context, job)) for job in jobs
    ]
    for turned_away in islice(asyncio.as_completed(runs), 3):
        await turned_away
    office.receiver.hangs.set()
    await asyncio.gather(*runs)
    assert len(office.receiver.events) == 2
    office.receiver.hangs = None
    await office.work()
    assert len(office.receiver.events) == 5


async def test_both_secrets_sign_for_a_day(office: Office) -> None:
    endpoint = await office.add()
    secret = (await office.ask("POST", f"/{endpoint['id']}/secret")).json()["secret"]
    office.receiver.secrets.append(secret)
    await office.open_task("a")
    await office.work()
    await office.pass_time(hours=25)
    await office.open_task("b")
    await office.work()
    signers = [office.receiver.signers(request) for request in office.receiver.requests]
    assert signers == [[endpoint["secret"], secret], [secret]]


async def test_deliveries_are_forgotten_after_a_month(office: Office) -> None:
    await office.add()
    await office.open_task("a")
    await office.work()
    await office.pass_time(days=29)
    await forget_deliveries(office.context, ForgetDeliveries())
    assert len(await office.deliveries()) == 1
    await office.pass_time(days=2)
    await forget_deliveries(office.context, ForgetDeliveries())
    assert await office.deliveries() == []


async def _told(office: Office) -> list[str]:
    async with unit_of_work(office.database, office.tenant.id) as session:
        tasks = ManualTaskService(session, office.tenant.id, clock=office.clock)
        rows = await tasks.list([TaskState.OPEN], None, 100)
    return [row.facts["host"] for row in rows if row.kind == "repair_webhook"]
