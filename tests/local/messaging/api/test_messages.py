"""What the shop's people see and say of messages, contacts and appointments."""

from datetime import timedelta
from typing import Any

import pytest

from tests.api import LOCAL, Api
from tests.local.messaging.shop import Shop

VISIT = {"service": "Haircut", "wants_reminders": True}


async def asked(api: Api, shop: Shop, method: str, path: str, body: object = None) -> Any:
    """Return what the API answers to the shop's own key."""
    return await api.http.request(method, f"{LOCAL}/{path}", json=body, headers=shop.tenant.headers)


async def told(api: Api, shop: Shop, method: str, path: str, body: object = None) -> Any:
    answer = await asked(api, shop, method, path, body)
    assert answer.is_success, answer.text
    return answer.json()


async def caller(api: Api, shop: Shop) -> str:
    body = {"phone": "98765 43210", "name": "Ravi"}
    return (await told(api, shop, "POST", "contacts", body))["id"]


async def test_a_conversation_is_seen_from_both_sides(local_api: Api, shop: Shop) -> None:
    await shop.write("kitne baje tak khula hai")
    await shop.settle()
    (contact,) = (await told(local_api, shop, "GET", "contacts"))["items"]
    assert (contact["phone"], contact["user_id"]) == ("919800000001", "IN.1001")
    received = await told(local_api, shop, "GET", f"contacts/{contact['id']}/messages")
    (line,) = received["items"]
    assert (line["reading"], line["reaction"]) == ("hours", "answer")
    sent = await told(local_api, shop, "GET", f"messages?contact_id={contact['id']}")
    (message,) = sent["items"]
    assert (message["state"], message["cost"]["amount"]) == ("delivered", "0.0000")


async def test_a_caller_is_one_contact_however_the_number_is_written(
    local_api: Api, shop: Shop
) -> None:
    first = await caller(local_api, shop)
    again = await told(local_api, shop, "POST", "contacts", {"phone": "+91-98765-43210"})
    assert again["id"] == first
    assert again["name"] == "Ravi"


async def test_what_is_no_number_is_refused_by_its_field(local_api: Api, shop: Shop) -> None:
    answer = await asked(local_api, shop, "POST", "contacts", {"phone": "12"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "phone"


async def test_a_visit_is_booked_moved_and_ended(local_api: Api, shop: Shop) -> None:
    contact_id = await caller(local_api, shop)
    at = "2030-01-01T09:00:00Z"
    booking = VISIT | {"contact_id": contact_id, "starts_at": at}
    visit = await told(local_api, shop, "POST", "appointments", booking)
    path = f"appointments/{visit['id']}"
    assert (visit["state"], visit["revision"]) == ("booked", 1)
    moved = await told(local_api, shop, "PATCH", path, {"starts_at": "2030-01-02T09:00:00Z"})
    assert moved["revision"] == 2
    pending = await told(local_api, shop, "GET", "messages?state=queued")
    assert len(pending["items"]) == 2
    assert (await told(local_api, shop, "POST", f"{path}/visited"))["state"] == "visited"
    assert (await told(local_api, shop, "POST", f"{path}/visited"))["state"] == "visited"
    assert (await asked(local_api, shop, "POST", f"{path}/cancel")).status_code == 409
    assert (await told(local_api, shop, "GET", "messages?state=queued"))["items"] == []
    listed = await told(local_api, shop, "GET", f"appointments?contact_id={contact_id}")
    assert len(listed["items"]) == 1


@pytest.mark.parametrize("starts_at", ["2020-01-01T09:00:00Z", "2030-01-01T09:00:00", "soon"])
async def test_a_time_that_is_past_or_unclear_is_refused(
    local_api: Api, shop: Shop, starts_at: str
) -> None:
    contact_id = await caller(local_api, shop)
    booking = VISIT | {"contact_id": contact_id, "starts_at": starts_at}
    answer = await asked(local_api, shop, "POST", "appointments", booking)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].endswith("starts_at")


async def test_a_yes_and_a_no_are_kept_with_their_words(local_api: Api, shop: Shop) -> None:
    contact_id = await caller(local_api, shop)
    path = f"contacts/{contact_id}/consents"
    assert await told(local_api, shop, "GET", path) == {"reminders": False, "offers": False}
    said = {"is_given": True, "words": "yes, send me offers"}
    assert (await told(local_api, shop, "PUT", f"{path}/offers", said))["offers"]
    said = {"is_given": False, "words": "no more"}
    assert not (await told(local_api, shop, "PUT", f"{path}/offers", said))["offers"]
    assert (await asked(local_api, shop, "PUT", f"{path}/other", said)).status_code == 422


async def test_whoever_is_erased_is_gone_and_the_count_stays(local_api: Api, shop: Shop) -> None:
    await shop.write("kitne baje tak khula hai, I am Asha of Karol Bagh")
    (contact,) = (await told(local_api, shop, "GET", "contacts"))["items"]
    erased = await told(local_api, shop, "POST", f"contacts/{contact['id']}/erase")
    assert (erased["phone"], erased["user_id"], erased["name"]) == (None, None, None)
    received = await told(local_api, shop, "GET", f"contacts/{contact['id']}/messages")
    assert [line["words"] for line in received["items"]] == [None]
    again = await told(local_api, shop, "POST", f"contacts/{contact['id']}/erase")
    assert again["erased_at"] == erased["erased_at"]


async def test_the_owner_can_write_only_while_the_window_is_open(
    local_api: Api, shop: Shop
) -> None:
    contact_id = await caller(local_api, shop)
    body = {"contact_id": contact_id, "words": "Hello"}
    answer = await asked(local_api, shop, "POST", "messages", body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "words"


async def test_rules_are_shown_and_changed(local_api: Api, shop: Shop) -> None:
    before = await told(local_api, shop, "GET", "messages/settings")
    assert (before["mode"], before["monthly_cap_rupees"]) == ("auto", 300)
    changed = before | {"mode": "ask", "monthly_cap_rupees": 50}
    await told(local_api, shop, "PUT", "messages/settings", changed)
    assert await told(local_api, shop, "GET", "messages/settings") == changed


async def test_costs_add_up_to_their_rows(local_api: Api, shop: Shop) -> None:
    await shop.allow()
    await shop.book(timedelta(hours=26))
    await shop.pass_time(timedelta(hours=3))
    costs = await told(local_api, shop, "GET", "messages/costs")
    assert costs["cap"]["amount"] == "300.0000"
    assert costs["method"] == "message_costs@1"
    rows = sum(float(row["cost"]["amount"]) for row in costs["by_category"])
    assert float(costs["spent"]["amount"]) == rows


async def test_templates_are_listed_as_whatsapp_told(local_api: Api, shop: Shop) -> None:
    templates = (await told(local_api, shop, "GET", "messages/templates"))["items"]
    stated = [(one["name"], one["status"], one["ttl_seconds"]) for one in templates]
    assert stated == [("visit_reminder", "APPROVED", 43_200), ("visit_soon", "APPROVED", 3_600)]


async def test_a_message_that_is_gone_cannot_be_cancelled(local_api: Api, shop: Shop) -> None:
    await shop.write("kitne baje tak khula hai")
    (message,) = (await told(local_api, shop, "GET", "messages"))["items"]
    answer = await asked(local_api, shop, "POST", f"messages/{message['id']}/cancel")
    assert answer.status_code == 409
