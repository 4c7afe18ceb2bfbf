"""What the shop's people say and see of how messages are read, and of what waits."""

from uuid import uuid4

import pytest

from local.messaging.jobs import TrainReading
from local.messaging.tasks.reading import train_reading
from tests.api import LOCAL, Api
from tests.local.messaging.api.test_messages import asked, told
from tests.local.messaging.lessons import lessons
from tests.local.messaging.shop import Shop

ITEM = {"name": "Haircut", "name_hi": "बाल कटाई", "unit": "person", "price": "299.50"}


async def upload(api: Api, shop: Shop, content: bytes, kind: str = "text/csv") -> dict[str, object]:
    headers = shop.tenant.headers | {"Content-Type": kind}
    path = f"{LOCAL}/messages/labels/imports"
    answer = await api.http.post(path, content=content, headers=headers)
    return {"status": answer.status_code, **answer.json()}


async def test_an_import_is_learnt_from_and_its_model_told_with_its_figures(
    local_api: Api, shop: Shop
) -> None:
    rows = "".join(f'"{line.words}",{line.label}\n' for line in lessons())
    taken = await upload(local_api, shop, f"words,intent\n{rows}what,prize\n".encode())
    assert (taken["status"], taken["labels_taken"]) == (201, len(lessons()))
    assert taken["skipped_reasons"] == {"unknown_intent": 1}
    before = await told(local_api, shop, "GET", "messages/understanding")
    assert (before["labels"], before["model"]) == (len(lessons()), None)
    await train_reading(shop.context(), TrainReading(shop.tenant.id))
    await shop.write("bulk kurta for my Thane boutique")
    await shop.write("haircut price")
    await shop.write("kuch bhi")
    await shop.write("stop")
    seen = await told(local_api, shop, "GET", "messages/understanding")
    shares = {name: figure["value"] for name, figure in seen["figures"].items()}
    third = pytest.approx(1 / 3)
    assert shares == {"read_by_rules": third, "read_by_model": third, "not_understood": third}
    assert seen["model"]["is_used"]
    assert seen["model"]["figures"]["right_where_sure"]["n"] > 100
    assert seen["model"]["figures"]["strange_read"]["value"] <= 0.10


async def test_the_same_file_again_teaches_nothing_new(local_api: Api, shop: Shop) -> None:
    line = b'{"words": "do you deliver", "intent": "delivery"}'
    for _ in range(2):
        assert (await upload(local_api, shop, line, "application/x-ndjson"))["status"] == 201
    seen = await told(local_api, shop, "GET", "messages/understanding")
    assert seen["labels"] == 1


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"words,label\na,price\n", "text/csv", 422),
        (b"", "text/csv", 422),
        (b"a", "application/pdf", 415),
    ],
)
async def test_a_broken_file_is_refused(
    local_api: Api, shop: Shop, content: bytes, kind: str, status: int
) -> None:
    assert (await upload(local_api, shop, content, kind))["status"] == status


async def test_a_message_is_corrected_and_its_reading_stays(local_api: Api, shop: Shop) -> None:
    await shop.write("kuch bhi")
    contact = await shop.contact()
    path = f"contacts/{contact.id}/messages"
    (line,) = (await told(local_api, shop, "GET", path))["items"]
    body = {"intent": "out_of_scope"}
    said = await told(local_api, shop, "POST", f"messages/{line['id']}/intent", body)
    assert (said["message_id"], said["intent"]) == (line["id"], "out_of_scope")
    assert (await told(local_api, shop, "GET", path))["items"] == [line]


async def test_what_is_no_message_of_the_shop_is_not_found(local_api: Api, shop: Shop) -> None:
    body = {"intent": "price"}
    answer = await asked(local_api, shop, "POST", f"messages/{uuid4()}/intent", body)
    assert answer.status_code == 404


@pytest.mark.parametrize("body", [{"intent": "prize"}, {}, {"intent": "price", "more": 1}])
async def test_what_is_no_intent_is_refused(local_api: Api, shop: Shop, body: object) -> None:
    answer = await asked(local_api, shop, "POST", f"messages/{uuid4()}/intent", body)
    assert answer.status_code == 422


async def test_a_price_list_is_told_whole(local_api: Api, shop: Shop) -> None:
    for items in ([ITEM, ITEM | {"name": "Facial"}], [ITEM]):
        kept = await told(local_api, shop, "PUT", "price-list", {"items": items})
        assert len(kept["items"]) == len(items)
    (item,) = (await told(local_api, shop, "GET", "price-list"))["items"]
    assert (item["name"], item["price"]["amount"]) == ("Haircut", "299.50")
    await shop.write("बाल कटाई का दाम क्या है")
    assert shop.words()[0].startswith("बाल कटाई: ₹299.50 / person, ")


@pytest.mark.parametrize(
    "items",
    [
        [ITEM, ITEM],
        [ITEM | {"price": 0}],
        [ITEM | {"price": "1.999"}],
        [ITEM | {"name": " "}],
        [ITEM | {"name": f"{n}"} for n in range(501)],
    ],
)
async def test_a_price_list_that_is_none_is_refused(
    local_api: Api, shop: Shop, items: object
) -> None:
    answer = await asked(local_api, shop, "PUT", "price-list", {"items": items})
    assert answer.status_code == 422


async def test_open_questions_have_their_age_by_the_shops_own_rule(
    local_api: Api, shop: Shop
) -> None:
    # The API's clock is the real one, and the twin's began earlier: the question is old.
    await shop.write("kuch bhi")
    seen = await told(local_api, shop, "GET", "messages/questions")
    assert (seen["answer_within_minutes"], seen["counts_opening_hours_only"]) == (120, True)
    (question,) = seen["items"]
    assert (question["words"], question["waited"]["unit"]) == ("kuch bhi", "minutes")
    settings = await told(local_api, shop, "GET", "messages/settings")
    rule = {"waits_in_opening_hours_only": False, "answer_within_minutes": 10_080}
    await told(local_api, shop, "PUT", "messages/settings", settings | rule)
    by_clock = await told(local_api, shop, "GET", "messages/questions")
    assert by_clock["items"][0]["waited"]["value"] > question["waited"]["value"] > 0


async def test_the_facts_that_answers_repeat_are_settings(local_api: Api, shop: Shop) -> None:
    settings = await told(local_api, shop, "GET", "messages/settings")
    assert settings["booking_at"] is None
    facts = {"delivery_terms": "free within 5 km", "answer_within_minutes": 30}
    kept = await told(local_api, shop, "PUT", "messages/settings", settings | facts)
    assert kept == settings | facts
    await shop.write("do you deliver to Saket")
    assert shop.words() == ["Delivery by Asha Salon: free within 5 km"]
