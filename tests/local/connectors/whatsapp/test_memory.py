"""The twin keeps WhatsApp's rules, and tells by webhook what became of each message."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from local.connectors.whatsapp.events import StatusChange
from local.connectors.whatsapp.held import WhatsAppRules
from local.connectors.whatsapp.port import Recipient, TemplateCategory, TemplateStatus
from local.connectors.whatsapp.webhooks import notices
from tests.local.connectors.whatsapp.desk import ASHA, HELLO, NUMBER, REMINDER, Desk

DAY = timedelta(hours=24)
SECOND = timedelta(seconds=1)
OFFER = replace(REMINDER, name="offer", variables=[], payloads=[])


def told(desk: Desk) -> list[StatusChange]:
    events = [n.event for payload in desk.twin.notices() for n in notices(payload)]
    return [event for event in events if isinstance(event, StatusChange)]


@pytest.mark.parametrize(("later", "is_open"), [(DAY - SECOND, True), (DAY, False)])
async def test_free_words_are_taken_for_a_day(later: timedelta, *, is_open: bool) -> None:
    desk = Desk()
    desk.twin.receive(NUMBER, desk.asha, "Hi")
    desk.clock.at += later
    await desk.run("message.text", HELLO)
    assert len(desk.twin.messages(NUMBER)) == is_open
    assert len(desk.twin.violations) == (not is_open)


async def test_a_message_is_sent_and_then_delivered() -> None:
    desk = Desk()
    await desk.done("message.template", REMINDER)
    desk.clock.at += timedelta(seconds=3)
    changes = told(desk)
    assert [(c.status, c.reference, c.category, c.is_billable) for c in changes] == [
        ("sent", "r2", "utility", True),
        ("delivered", "r2", "utility", True),
    ]
    assert told(desk) == []


async def test_whoever_cannot_be_reached_is_told_later() -> None:
    desk = Desk()
    desk.asha.is_reachable = False
    await desk.done("message.template", REMINDER)
    desk.clock.at += timedelta(seconds=3)
    assert [(c.status, c.error_code) for c in told(desk)] == [("failed", 131026)]


@pytest.mark.parametrize(
    "status",
    [TemplateStatus.PAUSED, TemplateStatus.DISABLED, TemplateStatus.PENDING],
)
async def test_only_an_approved_template_is_taken(status: TemplateStatus) -> None:
    desk = Desk()
    desk.twin.set_template(NUMBER, "visit_reminder", status)
    await desk.failed("message.template", REMINDER)
    assert len(desk.twin.violations) == 1


async def test_a_template_needs_all_its_variables() -> None:
    desk = Desk()
    assert (await desk.failed("message.template", replace(REMINDER, variables=[]))).code == "132000"


async def test_the_251st_stranger_of_a_day_is_refused() -> None:
    desk = Desk(rules=WhatsAppRules(daily_recipients=2))
    for number in range(3):
        desk.twin.add_person(NUMBER, f"91980000010{number}", f"IN.{number}")
        to = Recipient(phone=f"91980000010{number}")
        await desk.run("message.template", replace(REMINDER, to=to), f"k{number}")
    assert len(desk.twin.messages(NUMBER)) == 2
    desk.clock.at += DAY
    await desk.done("message.template", replace(REMINDER, to=ASHA), "later")


async def test_offers_go_to_those_who_want_them_and_not_too_often() -> None:
    desk = Desk()
    desk.twin.add_template(NUMBER, "offer", "Sale", category=TemplateCategory.MARKETING)
    for number in range(3):
        await desk.done("message.template", OFFER, f"k{number}")
    desk.clock.at += timedelta(seconds=3)
    assert [c.error_code for c in told(desk) if c.status == "failed"] == [131049]
    desk.asha.wants_offers = False
    assert (await desk.failed("message.template", OFFER, "k3")).code == "131050"


async def billed(desk: Desk) -> bool:
    desk.twin.receive(NUMBER, desk.asha, "Hi")
    await desk.done("message.template", REMINDER, str(desk.clock.at))
    return desk.twin.messages(NUMBER)[-1].is_billable


async def test_utility_within_the_window_is_billed_from_october_2026() -> None:
    desk = Desk()
    desk.clock.at = datetime(2026, 9, 30, 18, 29, 59, tzinfo=UTC)
    assert not await billed(desk)
    desk.clock.at += SECOND
    assert await billed(desk)


async def test_the_1001st_service_message_of_a_month_is_billed() -> None:
    desk = Desk(rules=WhatsAppRules(free_service_messages=2))
    desk.twin.receive(NUMBER, desk.asha, "Hi")
    for number in range(3):
        await desk.done("message.text", HELLO, f"k{number}")
    assert [m.is_billable for m in desk.twin.messages(NUMBER)] == [False, False, True]


async def test_who_came_by_an_advertisement_costs_nothing_for_three_days() -> None:
    desk = Desk()
    desk.twin.receive(NUMBER, desk.asha, "Hi", is_from_advertisement=True)
    await desk.done("message.template", REMINDER)
    desk.clock.at += timedelta(hours=72)
    await desk.done("message.template", REMINDER, "later")
    assert [m.is_billable for m in desk.twin.messages(NUMBER)] == [False, True]
