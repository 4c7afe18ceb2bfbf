"""The shop's word on messages is learnt from, and forgotten with its customers; waiting is seen."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest

from local.guidance.domain.manual_task import ManualTaskKind
from local.messaging.domain.label_file import ReadLabels
from local.messaging.domain.message_reading import METHOD
from local.messaging.domain.price_list import PriceItem
from local.messaging.domain.reading_model import MODEL_METHOD
from local.messaging.jobs import (
    ForgetWebhooks,
    HurryLateQuestions,
    QueueLateQuestions,
    TrainReading,
)
from local.messaging.models import ReceivedMessageRow
from local.messaging.service.inbox import InboxService
from local.messaging.service.outbox import OutboxService
from local.messaging.service.prices import PriceListService
from local.messaging.service.understanding import UnderstandingService
from local.messaging.tasks.messages import forget_webhooks
from local.messaging.tasks.reading import (
    hurry_late_questions,
    keep_lesson,
    lesson_of,
    queue_late_questions,
    train_reading,
)
from shared.db.session import unit_of_work
from shared.jobs.errors import RetryLaterError
from tests.local.messaging.lessons import lessons
from tests.local.messaging.shop import Shop

WHOLESALE = "bulk kurta for my Thane boutique"


async def teach(shop: Shop) -> None:
    async with unit_of_work(shop.database, shop.tenant.id) as session:
        service = UnderstandingService(session, shop.tenant.id, clock=shop.clock)
        await service.take_in(ReadLabels(labelled=list(lessons())))


async def train(shop: Shop) -> None:
    await train_reading(shop.context(), TrainReading(shop.tenant.id))


async def received(shop: Shop) -> Sequence[ReceivedMessageRow]:
    contact = await shop.contact()
    async with unit_of_work(shop.database, shop.tenant.id) as session:
        return await InboxService(session, shop.tenant.id, clock=shop.clock).list(contact.id, 50)


async def correct(shop: Shop, message_id: UUID, label: str) -> None:
    async with unit_of_work(shop.database, shop.tenant.id) as session:
        service = UnderstandingService(session, shop.tenant.id, clock=shop.clock)
        await service.correct(message_id, label)


def rows(shop: Shop, query: LiteralString) -> list[tuple[Any, ...]]:
    with psycopg.connect(shop.superuser_url) as connection:
        return connection.execute(query, [shop.tenant.id]).fetchall()


def models(shop: Shop) -> list[tuple[Any, ...]]:
    return rows(
        shop,
        "SELECT data_hash, obstacle, learnt IS NOT NULL, measured FROM local_reading_models"
        " WHERE tenant_id = %s ORDER BY trained_at",
    )


def lessons_queued(shop: Shop) -> int:
    queued = "SELECT payload FROM pgqueuer WHERE entrypoint = 'TrainReading'"
    with psycopg.connect(shop.superuser_url) as connection:
        found = connection.execute(queued).fetchall()
    return sum(str(shop.tenant.id) in row[0].decode() for row in found)


async def test_what_the_rules_do_not_read_is_read_once_enough_was_learnt(shop: Shop) -> None:
    await shop.write(WHOLESALE)
    await teach(shop)
    await train(shop)
    await shop.write(WHOLESALE)
    after, before = await received(shop)
    assert (before.reading, before.method) == (None, METHOD)
    assert (after.reading, after.method) == ("trade", MODEL_METHOD)
    ((_, obstacle, is_kept, measured),) = models(shop)
    assert (obstacle, is_kept) == (None, True)
    assert measured["messages"] == len(lessons())


async def test_twenty_corrections_are_one_lesson(shop: Shop) -> None:
    await shop.write(WHOLESALE)
    (message,) = await received(shop)
    for _ in range(20):
        await correct(shop, message.id, "trade")
    assert lessons_queued(shop) == 1


async def test_a_lesson_that_runs_twice_is_one_model(shop: Shop) -> None:
    await teach(shop)
    await train(shop)
    shop.clock.at += timedelta(seconds=1)
    await train(shop)
    assert len(models(shop)) == 1


async def test_only_the_latest_model_is_kept_the_figures_of_all_are(shop: Shop) -> None:
    await teach(shop)
    await train(shop)
    await shop.write(WHOLESALE)
    (message,) = await received(shop)
    await correct(shop, message.id, "trade")
    shop.clock.at += timedelta(minutes=1)
    await train(shop)
    first, second = models(shop)
    assert (first[2], second[2]) == (False, True)
    assert first[3]["messages"] + 1 == second[3]["messages"]


async def test_a_few_labels_are_kept_and_read_nothing(shop: Shop) -> None:
    await shop.write(WHOLESALE)
    (message,) = await received(shop)
    await correct(shop, message.id, "trade")
    await train(shop)
    ((_, obstacle, is_kept, _),) = models(shop)
    assert (obstacle, is_kept) == ("too_few_labels", False)
    await shop.write(WHOLESALE)
    assert [row.reading for row in await received(shop)] == [None, None]


async def test_a_label_that_comes_while_a_lesson_runs_has_it_run_again(shop: Shop) -> None:
    await teach(shop)
    await shop.write(WHOLESALE)
    (message,) = await received(shop)
    behind = lesson_of(lessons())
    await correct(shop, message.id, "trade")
    with pytest.raises(RetryLaterError):
        await keep_lesson(shop.context(), TrainReading(shop.tenant.id), behind)
    assert models(shop) == []


async def test_erased_means_that_the_label_is_gone_and_learnt_without(shop: Shop) -> None:
    await shop.write(WHOLESALE)
    (message,) = await received(shop)
    await correct(shop, message.id, "trade")
    await teach(shop)
    await train(shop)
    (before,) = models(shop)
    shop.clock.at += timedelta(minutes=1)
    await shop.erase((await shop.contact()).id)
    assert shop.traces_of(WHOLESALE) == []
    await train(shop)
    _, after = models(shop)
    assert after[3]["messages"] == before[3]["messages"] - 1


async def test_erased_words_are_gone_from_imports_as_well(shop: Shop) -> None:
    await shop.write(lessons()[0].words.upper())
    await teach(shop)
    await shop.erase((await shop.contact()).id)
    count = "SELECT count(*) FROM local_message_labels WHERE tenant_id = %s"
    assert rows(shop, count) == [(len(lessons()) - 1,)]


async def test_labels_of_two_years_ago_are_forgotten(shop: Shop) -> None:
    await teach(shop)
    count = "SELECT count(*) FROM local_message_labels WHERE tenant_id = %s"
    shop.clock.at += timedelta(days=729)
    await forget_webhooks(shop.context(), ForgetWebhooks())
    assert rows(shop, count) == [(len(lessons()),)]
    shop.clock.at += timedelta(days=2)
    await forget_webhooks(shop.context(), ForgetWebhooks())
    assert rows(shop, count) == [(0,)]


async def test_a_price_question_about_one_item_is_answered_from_the_list(shop: Shop) -> None:
    today = shop.clock.at.date()
    haircut = PriceItem(name="Haircut", price_paise=300_00, told_on=today)
    async with unit_of_work(shop.database, shop.tenant.id) as session:
        await PriceListService(session, shop.tenant.id).tell([haircut])
    await shop.write("haircut ka price kya hai")
    assert shop.words() == [f"Haircut: ₹300, {today:%d/%m/%Y} ke hisaab se. Asha Salon"]
    await shop.write("price of haircut for kids, and are you open?")
    assert len(shop.words()) == 1
    assert await shop.task_kinds() == [ManualTaskKind.ANSWER_MESSAGE]


async def test_a_booking_question_is_answered_with_where_to_book(shop: Shop) -> None:
    await shop.allow(booking_at="book.example/asha")
    await shop.write("I want to book")
    assert shop.words() == ["To book at Asha Salon: book.example/asha"]


async def urgent(shop: Shop) -> Mapping[str, bool]:
    return {row.key: row.is_urgent for row in await shop.tasks()}


async def test_what_waits_too_long_in_opening_hours_is_urgent_once(shop: Shop) -> None:
    await shop.write("kuch bhi")
    look = HurryLateQuestions(shop.tenant.id)
    await hurry_late_questions(shop.context(), look)
    assert list((await urgent(shop)).values()) == [False]
    shop.clock.at += timedelta(days=2)
    await queue_late_questions(shop.context(), QueueLateQuestions())
    await hurry_late_questions(shop.context(), look)
    (before,) = await shop.tasks()
    assert before.is_urgent
    shop.clock.at += timedelta(days=2)
    await hurry_late_questions(shop.context(), look)
    (after,) = await shop.tasks()
    assert after.changed_at == before.changed_at


async def test_what_the_owner_answers_waits_no_longer(shop: Shop) -> None:
    await shop.write("kuch bhi")
    contact = await shop.contact()
    async with unit_of_work(shop.database, shop.tenant.id) as session:
        outbox = OutboxService(session, shop.tenant.id, clock=shop.clock)
        await outbox.write_by_owner(contact.id, "Haan, aaiye")
    assert await shop.tasks() == []
