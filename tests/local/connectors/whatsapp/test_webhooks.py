"""Whatever WhatsApp's webhook holds is read, and nothing breaks the rest."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from local.connectors.whatsapp.events import (
    Echoed,
    NumberChanged,
    Person,
    PreferenceChanged,
    Received,
    StatusChange,
    TemplateChanged,
    Unread,
)
from local.connectors.whatsapp.port import TemplateStatus
from local.connectors.whatsapp.webhooks import notices
from tests.local.connectors.whatsapp.desk import NUMBER, Desk

AT = datetime(2026, 11, 26, 9, tzinfo=UTC)
SECOND = str(int(AT.timestamp()))
FOLDER = Path(__file__).parents[5] / "shared/data/local/payloads/whatsapp"
ASHA = {"profile": {"name": "Asha", "username": "asha"}, "wa_id": "9198", "user_id": "IN.1"}


def payload(field: str, **value: Any) -> dict[str, Any]:
    change = {"field": field, "value": {"metadata": {"phone_number_id": "10"}, **value}}
    return {"object": "whatsapp_business_account", "entry": [{"id": "20", "changes": [change]}]}


def text_of(message_id: str = "m1", **other: Any) -> dict[str, Any]:
    stated = {"id": message_id, "from": "9198", "timestamp": SECOND, "type": "text"}
    return {**stated, "text": {"body": "Hi"}, **other}


def events(stated: object) -> list[Any]:
    return [notice.event for notice in notices(stated)]


def test_a_message_holds_its_writer_and_its_own_time() -> None:
    (notice,) = notices(payload("messages", contacts=[ASHA], messages=[text_of()]))
    assert (notice.account_id, notice.phone_number_id) == ("20", "10")
    asha = Person(phone="9198", user_id="IN.1", name="Asha", username="asha")
    assert notice.event == Received(id="m1", person=asha, at=AT, kind="text", words="Hi")


def test_a_batch_yields_every_message() -> None:
    batch = payload("messages", contacts=[ASHA], messages=[text_of(f"m{n}") for n in range(3)])
    batch["entry"] *= 2
    assert [event.id for event in events(batch)] == ["m0", "m1", "m2"] * 2


def test_a_writer_without_a_number_is_known_by_the_id() -> None:
    hidden = {"profile": {"name": "Ravi"}, "user_id": "IN.2"}
    message = {k: v for k, v in text_of(from_user_id="IN.2").items() if k != "from"}
    (event,) = events(payload("messages", contacts=[ASHA, hidden], messages=[message]))
    assert event.person == Person(user_id="IN.2", name="Ravi")
    (event,) = events(
        payload("messages", contacts=[hidden], messages=[text_of(**{"from": "IN.2"})])
    )
    assert event.person == Person(user_id="IN.2", name="Ravi")


def test_two_writers_of_one_payload_are_kept_apart() -> None:
    ravi = {"profile": {"name": "Ravi"}, "wa_id": "9199"}
    both = [text_of("m1"), text_of("m2", **{"from": "9199"})]
    found = events(payload("messages", contacts=[ravi, ASHA], messages=both))
    assert [event.person.name for event in found] == ["Asha", "Ravi"]


def test_a_tap_brings_the_buttons_payload() -> None:
    template = text_of(type="button", button={"text": "Yes", "payload": "confirm:1"})
    reply = {"type": "button_reply", "button_reply": {"id": "p2", "title": "No"}}
    found = events(
        payload("messages", messages=[template, text_of(type="interactive", interactive=reply)])
    )
    assert [(event.words, event.payload) for event in found] == [("Yes", "confirm:1"), ("No", "p2")]


def test_an_advertisement_is_noticed() -> None:
    (event,) = events(payload("messages", messages=[text_of(referral={"source_type": "ad"})]))
    assert event.is_from_advertisement


def test_a_status_holds_the_reference_the_price_and_the_error() -> None:
    status = {
        "id": "m9",
        "status": "failed",
        "timestamp": SECOND,
        "recipient_id": "9198",
        "biz_opaque_callback_data": "r1",
        "pricing": {"billable": False, "category": "utility"},
        "errors": [{"code": 131049, "title": "Not delivered"}],
    }
    (event,) = events(payload("messages", statuses=[status]))
    assert event == StatusChange(
        message_id="m9",
        status="failed",
        at=AT,
        person=Person(phone="9198"),
        reference="r1",
        category="utility",
        is_billable=False,
        error_code=131049,
        error="Not delivered",
    )


def test_a_new_number_is_told_with_the_old_one() -> None:
    change = {"type": "user_changed_number", "wa_id": "9177"}
    (event,) = events(payload("messages", messages=[text_of(type="system", system=change)]))
    assert event == NumberChanged(before=Person(phone="9198"), after=Person(phone="9177"), at=AT)


@pytest.mark.parametrize(("value", "is_wanted"), [("stop", False), ("resume", True)])
def test_a_preference_said_in_whatsapp(value: str, *, is_wanted: bool) -> None:
    said = {"wa_id": "9198", "value": value, "timestamp": int(SECOND)}
    (event,) = events(payload("user_preferences", user_preferences=[said]))
    assert event == PreferenceChanged(person=Person(phone="9198"), at=AT, is_wanted=is_wanted)


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"id": "m1"},
        text_of(timestamp="soon"),
        text_of("m" * 500),
        {**text_of(), "from": "9" * 50},
        text_of(timestamp="9" * 30),
        {**text_of(), "from": None},
        text_of(type="system", system={"type": "customer_identity_changed"}),
        text_of(type="reaction"),
    ],
)
def test_what_cannot_be_read_breaks_nothing(broken: dict[str, Any]) -> None:
    found = events(payload("messages", messages=[broken, text_of("good")]))
    assert [type(event) for event in found] == [Unread, Received]


ODD: list[Any] = [None, [], "x", {"entry": "x"}, {"entry": [{"changes": [{}]}]}]


@pytest.mark.parametrize("odd", ODD)
def test_a_payload_of_another_shape_tells_nothing(odd: object) -> None:
    assert all(isinstance(event, Unread) for event in events(odd))


def test_the_twins_own_payloads_are_read() -> None:
    desk = Desk()
    twin, asha = desk.twin, desk.asha
    told = [
        twin.receive(NUMBER, asha, "Hi", is_from_advertisement=True),
        twin.receive(NUMBER, asha, "Yes", payload="confirm"),
        twin.echo(NUMBER, asha, "On my way"),
        twin.set_template(NUMBER, "visit_reminder", TemplateStatus.PAUSED),
    ]
    kinds = [type(event).__name__ for one in told for event in events(one)]
    assert kinds == [kind.__name__ for kind in (Received, Received, Echoed, TemplateChanged)]


@pytest.mark.realdata
def test_every_payload_of_others_is_read() -> None:
    if not FOLDER.is_dir():
        pytest.skip(f"{FOLDER} is not here")
    files = sorted(FOLDER.glob("pywa_*.json"))
    told = {
        f"{path.stem}.{name}": events(stated)
        for path in files
        for name, stated in json.loads(path.read_text(encoding="utf-8")).items()
    }
    assert len(told) > 40
    assert all(found for found in told.values())
    unread = {name for name, found in told.items() if any(isinstance(e, Unread) for e in found)}
    assert unread == {
        "pywa_deleted_message.revoke",
        "pywa_edited_message.image",
        "pywa_message.reaction",
        "pywa_message.unreaction_empty",
        "pywa_message.unreaction_no_emoji",
        "pywa_message.unsupported",
        "pywa_message.unsupported_with_type",
        "pywa_system.identity_change",
    }
