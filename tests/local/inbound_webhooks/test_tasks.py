"""What was told is done once, or refused with its reason."""

from datetime import timedelta

from local.inbound_webhooks.jobs import ForgetTold
from local.inbound_webhooks.service.acting import UNKNOWN_VISIT
from local.inbound_webhooks.tasks import forget_told
from shared.jobs.handling import JobContext
from tests.api import LOCAL
from tests.local.inbound_webhooks.conftest import Till


async def test_a_visit_is_booked_once_however_often_its_job_runs(till: Till) -> None:
    await till.book()
    await till.work(times=3)
    (visit,) = await till.appointments()
    assert (visit["service"], visit["state"]) == ("Haircut", "booked")
    assert await till.states() == [("done", None)]


async def test_a_visit_that_is_told_of_again_under_another_id_is_the_same_visit(
    till: Till,
) -> None:
    await till.book("msg_1")
    await till.book("msg_2")
    await till.work()
    assert len(await till.appointments()) == 1
    assert await till.states() == [("done", None)] * 2


async def test_a_moved_and_a_cancelled_visit_is_found_by_its_reference(till: Till) -> None:
    await till.book()
    await till.work()
    later = till.clock.at + timedelta(days=4)
    await till.tell("appointment.moved", "msg_2", reference="B-1", starts_at=later.isoformat())
    await till.work()
    (visit,) = await till.appointments()
    assert visit["starts_at"].startswith(f"{later:%Y-%m-%dT%H:%M}")
    await till.tell("appointment.cancelled", "msg_3", reference="B-1")
    await till.work()
    assert [visit["state"] for visit in await till.appointments()] == ["cancelled"]


async def test_what_cannot_be_done_is_refused_with_its_reason_and_leaves_nothing(
    till: Till,
) -> None:
    await till.tell("appointment.cancelled", "msg_1", reference="B-9")
    await till.book("msg_2", phone="not a number")
    await till.book("msg_3", starts_at=(till.clock.at - timedelta(hours=1)).isoformat())
    await till.tell("order.recorded", "msg_4", reference="O-1", at="yesterday")
    await till.work()
    states = dict(zip(["msg_4", "msg_3", "msg_2", "msg_1"], await till.states(), strict=True))
    assert {state for state, _ in states.values()} == {"refused"}
    assert states["msg_1"][1] == UNKNOWN_VISIT
    assert "phone" in (states["msg_2"][1] or "")
    assert "starts_at" in (states["msg_3"][1] or "")
    assert "at" in (states["msg_4"][1] or "")
    assert await till.appointments() == []
    contacts = await till.api.http.get(f"{LOCAL}/contacts", headers=till.tenant.headers)
    assert contacts.json()["items"] == []


async def test_an_order_of_a_till_is_recorded_once(till: Till) -> None:
    order = {"reference": "O-1", "at": "2026-11-25T12:00:00Z", "amount": "450.00"}
    for webhook_id in ("msg_1", "msg_2"):
        await till.tell("order.recorded", webhook_id, customer="98000 00001", **order)
    await till.work()
    assert await till.states() == [("done", None)] * 2
    assert len(till.rows("local_orders")) == 1
    assert len(till.rows("local_customers")) == 1


async def test_what_was_told_keeps_no_names_once_it_is_done_and_is_forgotten_in_a_month(
    till: Till,
) -> None:
    await till.book(name="Asha Unforgettable")
    await till.work()
    assert not any("Unforgettable" in row for row in till.rows("local_webhook_told"))
    context = JobContext(database=till.database, clock=till.clock, job_id=1)
    till.clock.at += timedelta(days=31)
    await forget_told(context, ForgetTold())
    assert await till.events() == []
