"""What comes in is dealt with once, and what goes out keeps every rule, whenever a worker dies."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from local.connectors.twin import Answers, HangsUp
from local.connectors.whatsapp.held import refused
from local.connectors.whatsapp.port import TemplateStatus
from local.guidance.domain.manual_task import ManualTaskKind
from local.messaging.domain.message_settings import AnswerMode
from local.messaging.jobs import ForgetWebhooks
from local.messaging.models import MessageRow
from local.messaging.tasks.messages import forget_webhooks
from tests.local.execution.counter import Hazard, WorkerKilledError
from tests.local.messaging.shop import TEMPLATE, Shop

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ASKED = "kitne baje tak khula hai"
# The drill is 200; each takes half a second.
SEEDS = 5


async def only(shop: Shop) -> MessageRow:
    (row,) = await shop.messages()
    return row


async def test_an_inquiry_is_answered_from_the_shops_facts_and_counts_once_it_arrives(
    shop: Shop,
) -> None:
    await shop.write(ASKED)
    assert shop.words() == ["Asha Salon abhi khula hai. Aaj ka time: 10 am-8 pm. Kal: 10 am-8 pm."]
    row = await only(shop)
    assert (row.state, row.category, row.verified_at) == ("accepted", "service", None)
    await shop.settle()
    row = await only(shop)
    assert (row.state, row.cost_paise) == ("delivered", Decimal(0))
    assert row.verified_at is not None
    assert await shop.tasks() == []


async def test_fifty_identical_webhooks_at_once_are_one_message_and_one_answer(shop: Shop) -> None:
    payload = shop.twin.receive(shop.number, shop.asha, ASKED)
    await asyncio.gather(*(shop.hear(payload) for _ in range(50)))
    assert len(shop.waiting()) == 1
    await shop.work()
    assert len(shop.words()) == 1


async def test_the_same_message_in_another_batch_is_answered_once(shop: Shop) -> None:
    payload = shop.twin.receive(shop.number, shop.asha, ASKED)
    await shop.hear(payload)
    await shop.hear(payload | {"entry": payload["entry"] * 2})
    await shop.work()
    assert len(shop.words()) == 1


async def test_a_webhook_that_comes_26_hours_late_opens_no_window(shop: Shop) -> None:
    payload = shop.twin.receive(shop.number, shop.asha, ASKED)
    shop.clock.at += timedelta(hours=26)
    await shop.hear(payload)
    await shop.work()
    assert shop.words() == []
    assert await shop.task_kinds() == [ManualTaskKind.ANSWER_MESSAGE]
    assert shop.twin.violations == []


async def test_an_older_message_never_shortens_the_window(shop: Shop) -> None:
    older = shop.twin.receive(shop.number, shop.asha, "Hi")
    shop.clock.at += HOUR
    await shop.write("Hello")
    before = (await shop.contact()).wrote_at
    await shop.hear(older)
    await shop.work()
    assert (await shop.contact()).wrote_at == before


@pytest.mark.parametrize("words", ["price kya hai", "kuch bhi", "book a slot for 5 pm"])
async def test_what_the_facts_do_not_say_goes_to_a_person(shop: Shop, words: str) -> None:
    await shop.write(words)
    assert shop.words() == []
    assert await shop.task_kinds() == [ManualTaskKind.ANSWER_MESSAGE]


@pytest.mark.parametrize(
    "words", ["refund chahiye", "my skin has a rash since yesterday", "payment kat gaya", "worst"]
)
async def test_what_may_hurt_gets_an_acknowledgement_and_a_person(shop: Shop, words: str) -> None:
    await shop.write(words)
    (answer,) = shop.words()
    assert "Asha Salon" in answer
    assert await shop.task_kinds() == [ManualTaskKind.ANSWER_MESSAGE]


async def test_stop_is_never_answered_and_ends_reminders_and_offers(shop: Shop) -> None:
    await shop.allow()
    await shop.write("Hi")
    await shop.book(timedelta(hours=30))
    await shop.write("message mat bhejo")
    assert len(shop.words()) == 1
    assert (await shop.states())[1:] == ["cancelled", "cancelled"]
    await shop.pass_time(timedelta(hours=31))
    assert len(shop.words()) == 1


async def test_the_owners_own_words_take_the_place_of_a_prepared_answer(shop: Shop) -> None:
    await shop.allow(mode=AnswerMode.ASK)
    await shop.write(ASKED)
    assert await shop.states() == ["waiting"]
    shop.clock.at += timedelta(seconds=1)
    await shop.hear(shop.twin.echo(shop.number, shop.asha, "8 baje tak"))
    await shop.work()
    assert await shop.states() == ["cancelled"]
    assert await shop.tasks() == []


async def test_where_the_owner_is_writing_nobody_answers_beside_them(shop: Shop) -> None:
    await shop.write("Hi")
    await shop.hear(shop.twin.echo(shop.number, shop.asha, "Haan ji?"))
    await shop.work()
    shop.clock.at += timedelta(minutes=1)
    await shop.write(ASKED)
    assert len(shop.words()) == 1
    assert await shop.task_kinds() == [ManualTaskKind.ANSWER_MESSAGE]


async def test_a_visitor_is_reminded_twice_and_no_reminder_is_late(shop: Shop) -> None:
    await shop.allow()
    await shop.book(timedelta(hours=26))
    await shop.pass_time(timedelta(hours=1))
    assert shop.words() == []
    await shop.pass_time(timedelta(hours=25))
    assert [message.category for message in shop.twin.messages(shop.number)] == ["utility"] * 2
    assert await shop.states() == ["delivered", "delivered"]


async def test_a_template_that_is_tried_past_the_visit_is_not_sent_and_a_person_is_asked(
    shop: Shop,
) -> None:
    # The day's template is tried for 12 hours: too long two hours before the visit.
    await shop.allow(last_reminder_template=None)
    await shop.book(timedelta(hours=26))
    await shop.pass_time(timedelta(hours=26))
    assert len(shop.words()) == 1
    assert [row.obstacle for row in await shop.messages()] == [None, "template_too_slow"]
    (task,) = await shop.tasks()
    assert (task.kind, task.reason) == (ManualTaskKind.SEND_MESSAGE, "template_too_slow")


async def test_whoever_did_not_agree_is_not_reminded(shop: Shop) -> None:
    await shop.allow()
    await shop.book(timedelta(hours=26), wants_reminders=False)
    await shop.pass_time(timedelta(hours=27))
    assert shop.words() == []
    assert {row.obstacle for row in await shop.messages()} == {"no_consent"}


async def test_a_shop_that_wants_no_reminders_sends_none_and_has_nothing_to_do(shop: Shop) -> None:
    await shop.allow(sends_reminders=False)
    await shop.book(timedelta(hours=26))
    await shop.pass_time(timedelta(hours=27))
    assert shop.words() == []
    assert {row.obstacle for row in await shop.messages()} == {"not_wanted"}
    assert await shop.tasks() == []


async def test_a_moved_visit_moves_its_reminders_and_old_buttons_do_nothing(shop: Shop) -> None:
    await shop.allow()
    visit = await shop.book(timedelta(hours=26))
    await shop.pass_time(timedelta(hours=3))
    old_button = shop.twin.messages(shop.number)[0].buttons[1]
    await shop.move(visit.id, timedelta(hours=48))
    pending = [row for row in await shop.messages() if row.state == "queued"]
    assert len(pending) == 2
    await shop.write("Cancel", payload=old_button)
    assert len([row for row in await shop.messages() if row.state == "queued"]) == 2
    await shop.pass_time(timedelta(hours=48))
    reminders = [m for m in shop.twin.messages(shop.number) if m.category == "utility"]
    assert len(reminders) >= 2
    assert shop.twin.violations == []


async def test_a_tap_confirms_or_cancels_the_visit(shop: Shop) -> None:
    await shop.allow()
    await shop.book(timedelta(hours=26))
    await shop.pass_time(timedelta(hours=3))
    confirm, cancel = shop.twin.messages(shop.number)[0].buttons
    await shop.write("I will come", payload=confirm)
    assert shop.words()[-1] == "Thank you, see you then. Asha Salon"
    await shop.write("Cancel", payload=cancel)
    assert "cancelled" in shop.words()[-1]
    sent = len(shop.words())
    await shop.pass_time(DAY)
    assert len(shop.words()) == sent


async def test_a_reminder_waits_for_the_morning_and_is_dropped_where_that_is_too_late(
    shop: Shop,
) -> None:
    # 14:30 in India; quiet from 21:00 to 9:00. A visit at 8:30 tomorrow.
    await shop.allow()
    await shop.book(timedelta(hours=18))
    await shop.pass_time(timedelta(hours=19), timedelta(minutes=30))
    assert shop.words() == []
    assert [row.obstacle for row in await shop.messages()] == ["quiet_hours"]


async def test_reminders_missed_by_an_outage_are_not_sent_late(shop: Shop) -> None:
    await shop.allow()
    await shop.book(timedelta(hours=26))
    shop.clock.at += timedelta(hours=27)
    await shop.work()
    assert shop.words() == []
    assert {row.state for row in await shop.messages()} == {"blocked"}


async def test_a_paused_template_is_never_sent_and_the_owner_is_told(shop: Shop) -> None:
    await shop.allow()
    await shop.hear(shop.twin.set_template(shop.number, TEMPLATE, TemplateStatus.PAUSED))
    await shop.work()
    await shop.book(timedelta(hours=26))
    await shop.pass_time(timedelta(hours=3))
    assert shop.twin.violations == []
    kinds = await shop.task_kinds()
    assert kinds == [ManualTaskKind.LOOK_AT_TEMPLATE, ManualTaskKind.SEND_MESSAGE]


async def test_the_cap_is_hard(shop: Shop) -> None:
    await shop.allow(monthly_cap_paise=11)
    await shop.book(timedelta(hours=26))
    await shop.pass_time(timedelta(hours=3))
    assert shop.words() == []
    assert (await shop.messages())[0].obstacle == "over_cap"


async def test_a_message_without_an_answer_is_settled_by_its_status_alone(shop: Shop) -> None:
    shop.twin.fail_with(HangsUp(is_after_effect=True))
    await shop.write(ASKED)
    assert await shop.states() == ["unconfirmed"]
    await shop.settle()
    assert await shop.states() == ["delivered"]
    assert len(shop.words()) == 1


async def test_of_a_message_that_nothing_is_heard_of_a_person_is_asked(shop: Shop) -> None:
    shop.twin.fail_with(HangsUp(is_after_effect=False))
    await shop.write(ASKED)
    await shop.pass_time(timedelta(hours=26))
    assert await shop.states() == ["unconfirmed"]
    assert await shop.task_kinds() == [ManualTaskKind.CHECK_MESSAGE]
    assert shop.words() == []


async def test_a_status_that_comes_in_the_wrong_order_never_goes_back(shop: Shop) -> None:
    await shop.write(ASKED)
    message = shop.twin.messages(shop.number)[0]
    await shop.hear(shop.twin.read(message))
    await shop.work()
    await shop.settle()
    assert await shop.states() == ["read"]


@pytest.mark.parametrize("code", [131026, 999_999])
async def test_a_refusal_stops_and_asks_a_person(shop: Shop, code: int) -> None:
    shop.twin.fail_with(Answers(answer=refused(code, "no")))
    await shop.write(ASKED)
    await shop.pass_time(HOUR)
    assert await shop.states() == ["failed"]
    assert await shop.task_kinds() == [ManualTaskKind.SEND_MESSAGE]
    assert (await only(shop)).reserved_paise == 0


async def test_a_revoked_token_is_told_once_and_what_waits_goes_to_a_person(shop: Shop) -> None:
    shop.twin.numbers[shop.number].is_token_good = False
    await shop.write(ASKED)
    await shop.write("Hi")
    kinds = await shop.task_kinds()
    assert kinds.count(ManualTaskKind.RECONNECT_WHATSAPP) == 1
    assert kinds.count(ManualTaskKind.SEND_MESSAGE) == 2


async def test_a_busy_whatsapp_is_asked_again_later(shop: Shop) -> None:
    busy = Answers(answer=refused(130429, "busy", 429))
    shop.twin.fail_with(*[busy] * 3)
    await shop.write(ASKED)
    assert await shop.states() == ["queued"]
    await shop.pass_time(timedelta(minutes=5), timedelta(minutes=5))
    await shop.settle()
    assert await shop.states() == ["delivered"]


async def test_a_reminder_of_long_ago_survives_a_busy_moment(shop: Shop) -> None:
    await shop.allow()
    await shop.book(timedelta(hours=49))
    await shop.pass_time(timedelta(hours=25) - timedelta(minutes=1))
    busy = Answers(answer=refused(130429, "busy", 429))
    shop.twin.fail_with(*[busy] * 3)
    await shop.pass_time(timedelta(minutes=10), timedelta(minutes=1))
    await shop.settle()
    assert (await shop.messages())[0].state == "delivered"


async def test_an_answer_that_could_not_go_within_the_hour_is_a_persons(shop: Shop) -> None:
    shop.twin.fail_with(*[Answers(answer=refused(80007, "busy", 429))])
    await shop.write(ASKED)
    await shop.pass_time(2 * HOUR)
    assert shop.words() == []
    assert [row.obstacle for row in await shop.messages()] == ["expired"]
    assert await shop.task_kinds() == [ManualTaskKind.SEND_MESSAGE]


async def test_an_answer_that_the_owner_has_read_goes_hours_later(shop: Shop) -> None:
    await shop.allow(mode=AnswerMode.ASK)
    await shop.write(ASKED)
    (row,) = await shop.messages()
    shop.clock.at += 3 * HOUR
    await shop.approve(row.id)
    await shop.work()
    assert len(shop.words()) == 1


async def test_whoever_is_erased_gets_nothing_more_and_is_named_nowhere(shop: Shop) -> None:
    await shop.allow()
    await shop.write(ASKED)
    await shop.book(timedelta(hours=26))
    await shop.erase((await shop.contact()).id)
    await shop.pass_time(timedelta(hours=27))
    assert len(shop.words()) == 1
    # The ledger of calls keeps WhatsApp's own id of a message for its 90 days, and nothing else.
    assert shop.traces_of("9800000001", "IN.1001", ASKED) == []
    assert shop.traces_of("wamid") == ["vendor_calls"]


async def test_of_a_number_that_was_cut_nothing_is_taken_in_or_kept(shop: Shop) -> None:
    await shop.hear(shop.twin.receive(shop.number, shop.asha, ASKED))
    await shop.cut()
    await shop.work()
    assert await shop.contacts() == []
    assert shop.traces_of(ASKED) == []


async def test_what_came_by_webhook_is_forgotten_after_a_month(shop: Shop) -> None:
    await shop.write(ASKED)
    assert shop.events() == 1
    shop.clock.at += timedelta(days=30)
    await forget_webhooks(shop.context(), ForgetWebhooks())
    assert shop.events() == 1
    shop.clock.at += timedelta(seconds=1)
    await forget_webhooks(shop.context(), ForgetWebhooks())
    assert shop.events() == 0


async def test_a_larger_tier_of_strangers_is_a_row_of_the_tenant(shop: Shop) -> None:
    assert await shop.strangers_per_day() == 250
    shop.set_limit("whatsapp.strangers_per_day", 2_000)
    assert await shop.strangers_per_day() == 2_000


async def test_who_hid_the_number_first_is_one_contact_once_both_are_told(shop: Shop) -> None:
    phone, shop.asha.phone = shop.asha.phone, None
    await shop.write("Hi")
    shop.asha.phone = phone
    await shop.write(ASKED)
    (contact,) = await shop.contacts()
    assert (contact.phone, contact.user_id) == (phone, "IN.1001")


async def test_whoever_was_two_contacts_becomes_one_with_both_histories(shop: Shop) -> None:
    phone, user_id = shop.asha.phone, shop.asha.user_id
    shop.asha.phone = None
    await shop.write("Hi")
    shop.asha.phone, shop.asha.user_id = phone, ""
    await shop.write("Hello")
    assert len(await shop.contacts()) == 2
    shop.asha.user_id = user_id
    await shop.write("Namaste")
    (contact,) = await shop.contacts()
    assert (contact.phone, contact.user_id) == (phone, user_id)
    assert len(await shop.messages()) == 3


async def live_a_day(shop: Shop) -> None:
    """Let a customer ask and be reminded; the worker dies once, and another takes its place."""
    steps: list[Any] = [
        lambda: shop.write(ASKED),
        lambda: shop.pass_time(3 * HOUR),
        lambda: shop.pass_time(23 * HOUR),
    ]
    for step in steps:
        try:
            await step()
        except WorkerKilledError:
            shop.vendors = replace(shop.vendors, hazard=Hazard())
            await shop.pass_time(timedelta(minutes=10), timedelta(minutes=10))
    await shop.pass_time(28 * HOUR)


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_whenever_the_worker_dies_nobody_gets_a_message_twice_and_none_is_lost(
    shop: Shop, seed: int
) -> None:
    await shop.allow()
    await shop.book(timedelta(hours=26))
    shop.vendors = replace(shop.vendors, hazard=Hazard(Random(seed).randint(1, 18)))
    await live_a_day(shop)
    sent = [message.reference for message in shop.twin.messages(shop.number)]
    assert len(sent) == len(set(sent))
    assert shop.twin.violations == []
    rows = await shop.messages()
    assert len(rows) == 3
    for row in rows:
        assert (row.state == "delivered") == (str(row.id) in sent)
        assert row.state == "delivered" or await is_known(shop, row)


async def is_known(shop: Shop, row: MessageRow) -> bool:
    """Tell whether a person is asked about a message that did not arrive."""
    return any(task.facts.get("message_id") == str(row.id) for task in await shop.tasks())
