import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api import LOCAL, Api, Tenant

REVIEWS = f"{LOCAL}/reviews"
IMPORTS = f"{REVIEWS}/imports"
SUMMARY = f"{REVIEWS}/summary"
HEADER = "id,review,rating,time\n"


async def send(
    api: Api,
    tenant: Tenant,
    content: str | bytes,
    media_type: str = "text/csv",
    key: str | None = None,
    **query: str,
) -> httpx.Response:
    repeatable = {"Idempotency-Key": key} if key else {}
    return await api.http.post(
        IMPORTS,
        params={"source": "google", "licence": "own reviews"} | query,
        content=content.encode() if isinstance(content, str) else content,
        headers=tenant.headers | {"Content-Type": media_type} | repeatable,
    )


async def listed(api: Api, tenant: Tenant, **query: Any) -> dict[str, Any]:
    answer = await api.http.get(REVIEWS, params=query, headers=tenant.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def summary(api: Api, tenant: Tenant) -> dict[str, Any]:
    answer = await api.http.get(SUMMARY, headers=tenant.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_imported_reviews_are_listed_with_what_they_say(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    file = HEADER + '1,"Haircut accha nahi tha, staff rude",1,2026-03-04T10:00:00Z\n'
    answer = await send(local_api, tenant, file)
    assert answer.status_code == 201, answer.text
    record = answer.json()
    assert (record["rows_read"], record["reviews_new"], record["rows_skipped"]) == (1, 1, 0)
    (review,) = (await listed(local_api, tenant))["items"]
    assert (review["stars"], review["written_at"]) == (1, "2026-03-04T10:00:00Z")
    assert review["sentiment"]["value"] == "negative"
    assert review["sentiment"]["basis"] == "modelled"
    assert review["sentiment"]["as_of"] == record["imported_at"]
    assert review["sentiment"]["evidence"] == [
        "review:google:1",
        "stars:1.0",
        "phrase:accha nahi",
        "phrase:rude",
    ]
    assert {topic["topic"]: topic["sentiment"] for topic in review["topics"]} == {
        "hair": "negative",
        "staff": "negative",
    }


async def test_a_writers_name_is_not_stored(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    await send(local_api, tenant, "reviewer,review,rating\nAsha Devi,Good,5\n")
    assert "Asha Devi" not in json.dumps(await listed(local_api, tenant))


@pytest.mark.parametrize(
    "file",
    [
        HEADER + "1,Good,5,2026-01-01\n2,Bad,1,\n",
        # Without ids two customers may still write the same.
        "review,rating\nGood,5\nGood,5\n",
    ],
)
async def test_the_same_file_again_changes_nothing(local_api: Api, file: str) -> None:
    tenant = await local_api.new_tenant()
    first = await send(local_api, tenant, file)
    before = await listed(local_api, tenant)
    assert len(before["items"]) == 2
    again = await send(local_api, tenant, file)
    assert again.json() == first.json()
    assert await listed(local_api, tenant) == before


async def test_only_what_differs_is_written(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    await send(local_api, tenant, HEADER + "1,Good,5,\n2,Bad,1,\n")
    answer = await send(local_api, tenant, HEADER + "1,Good,5,\n2,Not so bad,3,\n3,New,4,\n")
    counts = answer.json()
    assert [counts[f"reviews_{kind}"] for kind in ("new", "changed", "unchanged")] == [1, 1, 1]
    other_terms = await send(
        local_api, tenant, HEADER + "1,Good,5,\n2,Not so bad,3,\n3,New,4,\n", licence="CC0-1.0"
    )
    assert other_terms.json()["reviews_changed"] == 3


async def test_a_file_read_in_another_way_is_another_import_of_the_same_reviews(
    local_api: Api,
) -> None:
    tenant = await local_api.new_tenant()
    file = "review,time\nGood,3/4/2026\n"
    await send(local_api, tenant, file)
    answer = await send(local_api, tenant, file, date_order="mdy")
    assert (answer.json()["reviews_new"], answer.json()["reviews_changed"]) == (0, 1)
    (review,) = (await listed(local_api, tenant))["items"]
    # Midnight in India, where the business is.
    assert review["written_at"] == "2026-03-03T18:30:00Z"


async def test_rows_that_cannot_be_reviews_are_left_out_and_listed(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    rows = ["1,Good,5,", "2,,,", "3,Six,6,", "4,Like,Like,", f"5,{'x' * 5_001},5,", "1,Again,5,"]
    rows += ["6,When,5,yesterday", "7,short"]
    answer = await send(local_api, tenant, "\ufeff" + HEADER + "\r\n".join(rows))
    record = answer.json()
    assert (record["rows_read"], record["reviews_new"]) == (8, 1), answer.text
    assert record["skipped_reasons"] == {
        "empty": 1,
        "not_a_row": 1,
        "repeated_in_file": 1,
        "stars_invalid": 2,
        "text_too_long": 1,
        "written_at_invalid": 1,
    }
    assert record["first_skipped_rows"][0]["row"] == 3
    assert "dmy" in record["first_skipped_rows"][5]["message"]


async def test_an_import_can_be_shown_again(local_api: Api) -> None:
    owner, stranger = await local_api.new_tenant(), await local_api.new_tenant()
    record = (await send(local_api, owner, HEADER + "1,Good,5,\n")).json()
    own = await local_api.http.get(f"{IMPORTS}/{record['id']}", headers=owner.headers)
    other = await local_api.http.get(f"{IMPORTS}/{record['id']}", headers=stranger.headers)
    assert (own.json(), other.status_code) == (record, 404)


async def test_another_tenant_sees_none_of_it(local_api: Api) -> None:
    owner, stranger = await local_api.new_tenant(), await local_api.new_tenant()
    await send(local_api, owner, HEADER + "1,Good,5,\n")
    assert (await listed(local_api, stranger))["items"] == []
    seen = await summary(local_api, stranger)
    assert seen["review_count"]["reason"] == "insufficient_data"
    assert "POST /api/v2/local/reviews/imports" in seen["share_positive"]["missing"]


async def test_reviews_are_listed_page_by_page(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    rows = "".join(f"{number},Good,5,\n" for number in range(3))
    await send(local_api, tenant, HEADER + rows)
    first = await listed(local_api, tenant, limit=2)
    rest = await listed(local_api, tenant, limit=2, cursor=first["next_cursor"])
    ids = [item["source_id"] for item in first["items"] + rest["items"]]
    assert ids == ["2", "1", "0"]
    assert rest["next_cursor"] is None


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b'[{"comment": "Mast haircut!", "starRating": "FIVE"}]', "application/json"),
        (b'{"reviews": [{"comment": "Mast haircut!", "stars": 5}]}', "application/json"),
        (b'{"text": "Mast haircut!", "rating": 5.0}\n\n', "application/x-ndjson"),
        (b"comment,rating\nMast haircut!,5\n", "text/csv"),
    ],
)
async def test_every_format_is_read(local_api: Api, content: bytes, media_type: str) -> None:
    tenant = await local_api.new_tenant()
    answer = await send(local_api, tenant, content, media_type)
    assert answer.status_code == 201, answer.text
    (review,) = (await listed(local_api, tenant))["items"]
    assert (review["text"], review["stars"]) == ("Mast haircut!", 5)
    assert review["sentiment"]["value"] == "positive"


@pytest.mark.parametrize(
    ("content", "media_type", "status", "word"),
    [
        (b"", "text/csv", 422, "empty"),
        (b"name,phone\nA,B\n", "text/csv", 422, "text_column"),
        (b'review\n"open', "text/csv", 422, "line 2"),
        ("review\nGood\n".encode("utf-16"), "text/csv", 422, "UTF-8"),
        (b'[{"text": "Good"}', "application/json", 422, "line 1"),
        (b'{"text": "Good"}', "application/json", 422, "reviews"),
        (b'{"text": "Good"}\n{"text"', "application/x-ndjson", 422, "line 2"),
        (b"[" * 100_000, "application/json", 422, "nested"),
        (b"<xml/>", "application/xml", 415, "text/csv"),
    ],
)
async def test_a_broken_file_is_refused_and_nothing_is_stored(
    local_api: Api, content: bytes, media_type: str, status: int, word: str
) -> None:
    tenant = await local_api.new_tenant()
    answer = await send(local_api, tenant, content, media_type)
    assert answer.status_code == status, answer.text
    assert word in answer.text
    assert (await listed(local_api, tenant))["items"] == []


@pytest.mark.parametrize(
    "query",
    [
        {"source": ""},
        {"licence": " padded"},
        {"source": "a\nb"},
        {"date_order": "ymd"},
        {"text_column": "nothing"},
    ],
)
async def test_a_bad_choice_is_refused_by_name(local_api: Api, query: dict[str, str]) -> None:
    tenant = await local_api.new_tenant()
    answer = await send(local_api, tenant, HEADER + "1,Good,5,\n", **query)
    assert answer.status_code == 422, answer.text
    assert next(iter(query)) in answer.text


async def test_columns_can_be_named(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    file = "Kya likha,review,Sitare\nBahut badhiya,ignored,4.5\n"
    answer = await send(local_api, tenant, file, text_column="Kya likha", stars_column="Sitare")
    assert answer.status_code == 201, answer.text
    (review,) = (await listed(local_api, tenant))["items"]
    assert (review["text"], review["stars"]) == ("Bahut badhiya", 4.5)


async def test_an_import_with_an_idempotency_key_is_answered_once(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    key = str(uuid4())
    first = await send(local_api, tenant, HEADER + "1,Good,5,\n", key=key)
    again = await send(local_api, tenant, HEADER + "1,Good,5,\n", key=key)
    other = await send(local_api, tenant, HEADER + "2,Good,5,\n", key=key)
    assert (again.status_code, again.json(), other.status_code) == (201, first.json(), 422)


async def test_the_summary_shows_shares_topics_and_conflicts(local_api: Api) -> None:
    tenant = await local_api.new_tenant(category="restaurant")
    rows = [
        '1,"Food was excellent, service was very slow",4,2026-01-01',
        "2,Worst food ever. Never going again!,5,2026-01-02",
        "3,खाना बहुत स्वादिष्ट था,,2026-01-03",
        "4,,2,2026-01-04",
        "5,qwerty,,2026-01-05",
    ]
    await send(local_api, tenant, HEADER + "\n".join(rows))
    found = await summary(local_api, tenant)
    assert (found["stored_count"]["value"], found["review_count"]["value"]) == (5, 5)
    assert (found["rated_count"]["value"], found["mean_stars"]["value"]) == (3, 3.6667)
    assert (found["share_positive"]["value"], found["share_positive"]["n"]) == (0.5, 4)
    assert found["share_positive"]["low"] < 0.5 < found["share_positive"]["high"]
    assert {item["script"]: item["decided"]["n"] for item in found["coverage"]} == {
        "latin": 3,
        "devanagari": 1,
    }
    topics = {item["topic"]: item for item in found["topics"]}
    assert topics["food"]["mentions"]["value"] == 3
    assert topics["food"]["share_positive"]["value"] == 0.6667
    assert topics["service"]["share_positive"]["value"] == 0
    (conflict,) = found["star_text_conflicts"]
    assert (conflict["review"], conflict["stars"]) == ("review:google:2", 5)
    assert conflict["by_text"] == "negative"
    assert "worst" in conflict["phrases"]
    assert found["sources"][0]["licence"] == "own reviews"


async def test_reading_the_summary_twice_gives_the_same_bytes(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    await send(local_api, tenant, HEADER + "1,Good,5,\n2,Bad,1,\n")
    first, second = [await local_api.http.get(SUMMARY, headers=tenant.headers) for _ in range(2)]
    assert first.content == second.content


async def test_a_file_of_no_rows_is_an_import_of_none(local_api: Api) -> None:
    tenant = await local_api.new_tenant()
    answer = await send(local_api, tenant, HEADER)
    assert (answer.status_code, answer.json()["rows_read"]) == (201, 0)
