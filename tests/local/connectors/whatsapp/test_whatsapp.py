"""Over the runner: one message, or an honest "unknown", whatever WhatsApp does."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from local.connectors.twin import GARBLED, Answers, HangsUp
from local.connectors.whatsapp.held import refused
from local.connectors.whatsapp.port import (
    Button,
    CreateTemplate,
    ListTemplates,
    MarkRead,
    ReadNumber,
    Recipient,
    TemplateCategory,
    TemplateStatus,
)
from shared.connectors.calls import Failed, FailureKind
from shared.connectors.exchange import VendorAnswer
from tests.local.connectors.whatsapp.desk import HELLO, LIMITS, NUMBER, REMINDER, Desk

UNKNOWN = FailureKind.UNKNOWN_OUTCOME
NEW = CreateTemplate(
    name="thanks",
    language="hi",
    category=TemplateCategory.UTILITY,
    body="धन्यवाद {{1}}",
    samples=["आशा"],
    ttl_seconds=3600,
)


async def test_words_reach_whoever_wrote_within_a_day() -> None:
    desk = Desk()
    desk.twin.receive(NUMBER, desk.asha, "Hi")
    done = await desk.done("message.text", HELLO)
    message = desk.twin.messages(NUMBER)[0]
    assert (done.remote_id, message.words, message.reference) == (message.id, HELLO.text, "r1")


async def test_buttons_go_with_words() -> None:
    desk = Desk()
    desk.twin.receive(NUMBER, desk.asha, "Hi")
    buttons = [Button(payload="yes", title="Yes"), Button(payload="no", title="No")]
    await desk.done("message.text", replace(HELLO, buttons=buttons, reply_to="wamid.in.10.1"))
    assert desk.twin.messages(NUMBER)[0].buttons == ["yes", "no"]


async def test_a_person_without_a_number_is_reached_by_the_id() -> None:
    desk = Desk()
    hidden = desk.twin.add_person(NUMBER, None, "IN.2002", "Ravi")
    desk.twin.receive(NUMBER, hidden, "Hi")
    await desk.done("message.text", replace(HELLO, to=Recipient(user_id="IN.2002")))
    assert desk.twin.messages(NUMBER)[0].to is hidden
    assert desk.twin.violations == []


async def test_a_template_reaches_whoever_never_wrote() -> None:
    desk = Desk()
    await desk.done("message.template", REMINDER)
    message = desk.twin.messages(NUMBER)[0]
    assert message.words == "Hello Asha, see you at 5 pm."
    assert (message.category, message.buttons) == ("utility", ["confirm", "cancel"])


@pytest.mark.parametrize("params", [HELLO, REMINDER])
@pytest.mark.parametrize(
    "fault",
    [
        HangsUp(is_after_effect=True),
        HangsUp(is_after_effect=False),
        GARBLED,
        Answers(answer=VendorAnswer(200, {}, b"{}"), is_after_effect=True),
        Answers(answer=VendorAnswer(502, {}, b"<html>"), is_after_effect=True),
    ],
)
async def test_a_message_without_an_answer_is_never_sent_again(params: Any, fault: Any) -> None:
    desk = Desk()
    desk.twin.receive(NUMBER, desk.asha, "Hi")
    capability = "message.text" if params is HELLO else "message.template"
    desk.twin.fail_with(fault)
    assert (await desk.failed(capability, params)).kind is UNKNOWN
    desk.clock.at += timedelta(hours=1)
    assert (await desk.failed(capability, params)).kind is UNKNOWN
    assert len(desk.twin.asked) == 1


async def test_the_same_wish_is_one_message() -> None:
    desk = Desk()
    first = await desk.done("message.template", REMINDER)
    again = await desk.done("message.template", REMINDER)
    assert again.is_replayed
    assert again.remote_id == first.remote_id
    assert len(desk.twin.messages(NUMBER)) == 1


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (131047, FailureKind.REJECTED),
        (131050, FailureKind.REJECTED),
        (132001, FailureKind.INVALID_REQUEST),
        (132015, FailureKind.REJECTED),
        (131048, FailureKind.RATE_LIMITED),
        (999_999, FailureKind.REJECTED),
    ],
)
async def test_a_refusal_is_named_and_not_repeated(code: int, kind: FailureKind) -> None:
    desk = Desk()
    desk.twin.fail_with(Answers(answer=refused(code, "said WhatsApp")))
    failed = await desk.failed("message.template", REMINDER)
    assert (failed.kind, failed.code, failed.message) == (kind, str(code), "said WhatsApp")
    assert len(desk.twin.asked) == 1


async def test_a_short_limit_is_waited_for() -> None:
    desk = Desk()
    desk.twin.fail_with(Answers(answer=refused(131056, "pair", 429)))
    await desk.done("message.template", REMINDER)
    assert desk.clock.naps == [6.0]


async def test_a_long_wait_that_the_usage_header_asks_for_is_the_queues() -> None:
    desk = Desk()
    usage = '{"20": [{"type": "whatsapp", "estimated_time_to_regain_access": 5}]}'
    answer = refused(80007, "too many calls", 429)
    with_usage = VendorAnswer(429, {"x-business-use-case-usage": usage}, answer.content)
    desk.twin.fail_with(Answers(answer=with_usage))
    failed = await desk.failed("message.template", REMINDER)
    assert (failed.kind, failed.retry_after_seconds) == (FailureKind.RATE_LIMITED, 300.0)


async def test_a_token_that_ended_needs_the_owner() -> None:
    desk = Desk()
    desk.twin.numbers[NUMBER].is_token_good = False
    failed = await desk.failed("message.template", REMINDER)
    assert failed.kind is FailureKind.AUTH_EXPIRED
    assert len(desk.twin.asked) == 1


async def test_our_limits_keep_theirs_even_at_a_rush() -> None:
    desk = Desk(limits=LIMITS)
    desk.twin.receive(NUMBER, desk.asha, "Hi")
    outcomes = [
        await desk.run("message.text", replace(HELLO, reference=str(n)), f"k{n}")
        for n in range(100)
    ]
    failures = [outcome for outcome in outcomes if isinstance(outcome, Failed)]
    assert all(failure.kind is FailureKind.RATE_LIMITED for failure in failures)
    assert desk.twin.violations == []


async def test_a_template_whose_answer_is_lost_is_found() -> None:
    desk = Desk()
    desk.twin.fail_with(HangsUp(is_after_effect=True))
    done = await desk.done("template.create", NEW)
    templates = desk.twin.numbers[NUMBER].templates
    assert done.remote_id == templates["thanks", "hi"].id
    assert len(templates) == 2


async def test_templates_are_listed_with_their_state() -> None:
    desk = Desk()
    await desk.done("template.create", NEW)
    desk.twin.set_template(NUMBER, "visit_reminder", TemplateStatus.PAUSED)
    listed = (await desk.done("template.list", ListTemplates())).data["templates"]
    assert [(t["name"], t["status"], t["category"]) for t in listed] == [
        ("visit_reminder", "PAUSED", "UTILITY"),
        ("thanks", "PENDING", "UTILITY"),
    ]


async def test_the_number_and_a_reading_mark() -> None:
    desk = Desk()
    number = (await desk.done("number.read", ReadNumber())).data
    assert (number["quality"], number["daily_recipients"]) == ("GREEN", "TIER_250")
    await desk.done("message.mark_read", MarkRead(message_id="wamid.in.10.1"), "k2")
    assert desk.twin.numbers[NUMBER].read_marks == {"wamid.in.10.1"}


@pytest.mark.parametrize(
    ("capability", "params", "field"),
    [
        ("message.text", replace(HELLO, text=" "), "text"),
        ("message.text", replace(HELLO, text="x" * 4097), "text"),
        ("message.text", replace(HELLO, to=Recipient()), "to"),
        ("message.text", replace(HELLO, to=Recipient(phone="98-000")), "to.phone"),
        ("message.text", replace(HELLO, to=Recipient(user_id="919800000001")), "to"),
        ("message.text", replace(HELLO, reference=""), "reference"),
        (
            "message.text",
            replace(HELLO, buttons=[Button(payload=str(n), title=str(n)) for n in range(4)]),
            "buttons",
        ),
        (
            "message.text",
            replace(HELLO, buttons=[Button(payload="a", title="x" * 21)]),
            "buttons.0.title",
        ),
        ("message.text", replace(HELLO, buttons=[Button(payload="", title="x")]), "buttons.0"),
        ("message.template", replace(REMINDER, name="Visit"), "name"),
        ("message.template", replace(REMINDER, language="English"), "language"),
        ("message.template", replace(REMINDER, variables=["Asha", " "]), "variables.1"),
        ("message.template", replace(REMINDER, variables=["a\nb", "c"]), "variables.0"),
        ("message.mark_read", MarkRead(message_id=""), "message_id"),
        ("template.create", replace(NEW, name="Thank you"), "name"),
        ("template.create", replace(NEW, body="{{2}}"), "body"),
        ("template.create", replace(NEW, samples=[]), "samples"),
        ("template.create", replace(NEW, ttl_seconds=20), "ttl_seconds"),
    ],
)
async def test_what_whatsapp_would_refuse_is_never_sent(
    capability: str, params: Any, field: str
) -> None:
    desk = Desk()
    failed = await desk.failed(capability, params)
    assert failed.kind is FailureKind.INVALID_REQUEST
    assert any(named.startswith(field) for named in failed.fields), failed
    assert desk.twin.asked == []
