"""Bad input is refused by name, and nothing of it stays."""

import json
from typing import Any

import pytest

from tests.api import ACCOUNT, ENTERPRISE, LOCAL, TENANT_BODY, TENANT_PATH
from tests.gateway.wire import ask
from tests.system.platform import PROBLEM, PROBLEM_FIELDS, TIERS, Platform, is_problem, shown

pytestmark = pytest.mark.system

JSON = {"Content-Type": "application/json"}
CSV = {"Content-Type": "text/csv"}
MIB = 1024 * 1024
MARK = "must never be stored"


def _text(**changes: object) -> bytes:
    return json.dumps({"name": MARK} | changes).encode()


def _business(**changes: object) -> bytes:
    return json.dumps(TENANT_BODY["local"] | {"name": MARK} | changes).encode()


ANY_TIER: dict[str, tuple[bytes, int, str]] = {
    "half a mebibyte of nesting": (b'{"name": ' + b"[" * (MIB // 2), 400, "body"),
    "closed nesting": (b'{"name": ' + b"[" * 9999 + b"]" * 9999 + b"}", 400, "body"),
    "not UTF-8": (b'{"name": "\xff\xfe' + MARK.encode() + b'"}', 400, "body"),
    "half an emoji": (b'{"name": "' + MARK.encode() + b'\\ud83d"}', 422, ""),
    "a NUL": (b'{"name": "' + MARK.encode() + b'\\u0000"}', 422, ""),
    "no JSON": (b"name=" + MARK.encode(), 422, "body"),
    "nothing": (b"", 422, ""),
    "a list": (b'["name"]', 422, ""),
    "an unknown field": (_text(nmae=1, category="salon", city="Delhi"), 422, "nmae"),
    "a wrong type": (_text(name=7, category="salon", city="Delhi"), 422, "name"),
}
TEN_MEBIBYTES = [b'{"name": "' + b"x" * 10 * MIB + b'"}', b'{"name": ' + b"[" * 10 * MIB]
LOCAL_ONLY: dict[str, tuple[bytes, str]] = {
    "off the earth": (_business(latitude=91, longitude=0), "latitude"),
    "beyond the date line": (_business(latitude=0, longitude=180.5), "longitude"),
    "NaN": (_business(latitude=float("nan"), longitude=77), "latitude"),
    "infinity": (_business(latitude=12, longitude=float("inf")), "longitude"),
    "too large for a float": (_business().replace(b'"Delhi"', b'"Delhi","radius_km":1e999'), ""),
    "negative money": (_business(monthly_budget=-1), "monthly_budget"),
    "money that is NaN": (_business(monthly_budget=float("nan")), "monthly_budget"),
    "an unknown trade": (_business(category="casino"), "category"),
}
HEADER = "date,channel,spend,clicks\n"
GOOD = "".join(f"2026-01-{day:02},search,10,3\n" for day in range(1, 29))
FILES: dict[str, tuple[bytes, int | None]] = {
    "a missing column": (b"date,channel\n2026-01-01,search\n", 1),
    "an unknown column": (b"date,channel,spend,weather\n2026-01-01,search,1,x\n", 1),
    "a column twice": (b"date,channel,spend,spend\n2026-01-01,search,1,2\n", 1),
    "a row too short": ((HEADER + GOOD + "2026-02-01,search\n").encode(), 30),
    "a row too long": ((HEADER + GOOD + "2026-02-01,search,1,2,3,4\n").encode(), 30),
    "NaN": ((HEADER + GOOD + "2026-02-01,search,NaN,1\n").encode(), 30),
    "infinity": ((HEADER + GOOD + "2026-02-01,search,inf,1\n").encode(), 30),
    "negative money": ((HEADER + GOOD + "2026-02-01,search,-5,1\n").encode(), 30),
    "no such day": ((HEADER + GOOD + "2026-02-30,search,5,1\n").encode(), 30),
    "the year 9999": ((HEADER + GOOD + "9999-12-31,search,5,1\n").encode(), 30),
    "not UTF-8": ((HEADER + GOOD).encode() + b"2026-02-01,se\xffrch,5,1\n", None),
    "a NUL": ((HEADER + GOOD + "2026-02-01,se\0arch,5,1\n").encode(), 30),
    "a line break in a channel": (
        (HEADER + GOOD + '2026-02-01,"paid\nsearch",5,1\n').encode(),
        30,
    ),
    "an open quote": ((HEADER + GOOD + '2026-02-01,"search,5,1\n').encode(), None),
    "only a header": (HEADER.encode(), None),
    "nothing": (b"", None),
}


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize(("body", "status", "field"), ANY_TIER.values(), ids=list(ANY_TIER))
async def test_a_bad_body_is_refused_and_leaves_nothing(
    platform: Platform, tier: str, body: bytes, status: int, field: str
) -> None:
    headers = platform.operator(tier) | JSON
    answer = await platform.http.post(TENANT_PATH[tier], content=body, headers=headers)
    assert is_problem(answer, status), shown(answer)
    assert not field or field in _fields(answer.json()), shown(answer)
    assert not any(MARK in name for name in await platform.names_of_tenants(tier))


@pytest.mark.parametrize(("body", "field"), LOCAL_ONLY.values(), ids=list(LOCAL_ONLY))
async def test_an_impossible_business_is_refused_by_name(
    platform: Platform, body: bytes, field: str
) -> None:
    headers = platform.operator("local") | JSON
    answer = await platform.http.post(f"{LOCAL}/businesses", content=body, headers=headers)
    assert is_problem(answer, 422), shown(answer)
    assert not field or any(field in name for name in _fields(answer.json())), shown(answer)
    assert MARK not in await platform.names_of_tenants("local")


@pytest.mark.parametrize(("content", "line"), FILES.values(), ids=list(FILES))
async def test_a_file_with_one_bad_row_leaves_none_of_its_rows(
    platform: Platform, content: bytes, line: int | None
) -> None:
    client = await platform.new_tenant("enterprise")
    path, headers = f"{ENTERPRISE}/observations/imports", client.headers | CSV
    answer = await platform.http.post(path, content=content, headers=headers)
    assert is_problem(answer, 422), shown(answer)
    problems = answer.json().get("errors", [])
    assert line is None or line in [problem.get("line") for problem in problems], shown(answer)
    stored = await platform.http.get(f"{ENTERPRISE}/observations", headers=client.headers)
    assert stored.json()["items"] == []
    imports = await platform.http.get(path, headers=client.headers)
    assert imports.json()["items"] == []


async def test_a_file_as_spreadsheets_write_it_is_read(platform: Platform) -> None:
    client = await platform.new_tenant("enterprise")
    text = 'date,channel,spend\r\n2026-01-01,"paid, search",10.50\r\n2026-01-02,social,0\r\n'
    answer = await platform.http.post(
        f"{ENTERPRISE}/observations/imports",
        content=b"\xef\xbb\xbf" + text.encode(),
        headers=client.headers | CSV,
    )
    assert (answer.status_code, answer.json()["rows"]) == (201, 2), shown(answer)
    stored = await platform.http.get(f"{ENTERPRISE}/observations", headers=client.headers)
    assert [row["channel"] for row in stored.json()["items"]] == ["paid, search", "social"]


@pytest.mark.parametrize(
    ("moment", "status"),
    [("9999-12-31T23:59:59Z", 201), ("9999-12-31T23:59:59-14:00", 422), ("10000-01-01", 422)],
)
async def test_the_end_of_the_calendar_breaks_nothing(
    platform: Platform, moment: str, status: int
) -> None:
    for tier in TIERS:
        tenant = await platform.new_tenant(tier)
        body = {"name": "long", "scopes": ["read"], "expires_at": moment}
        answer = await platform.http.post(f"{ACCOUNT}/keys", json=body, headers=tenant.headers)
        assert answer.status_code == status, shown(answer)


@pytest.mark.parametrize("body", TEN_MEBIBYTES, ids=["one text", "nesting"])
@pytest.mark.parametrize("has_length", [True, False], ids=["announced", "in pieces"])
async def test_ten_mebibytes_of_json_are_refused(
    platform: Platform, body: bytes, *, has_length: bool
) -> None:
    for tier in TIERS:
        headers = [*(platform.operator(tier) | JSON).items()]
        sent = body if has_length else [body[n : n + MIB] for n in range(0, len(body), MIB)]
        # Not httpx: it forgets an answer that arrives before the whole body was sent.
        answer = ask(platform.stack.port, TENANT_PATH[tier], headers, method="POST", body=sent)
        assert (answer.status, answer.media_type) == (413, PROBLEM)
        assert answer.json.keys() >= PROBLEM_FIELDS


async def test_an_import_in_a_form_that_nobody_reads_is_refused(platform: Platform) -> None:
    client = await platform.new_tenant("enterprise")
    path = f"{ENTERPRISE}/observations/imports"
    for kind in ("application/xml", "image/png", "multipart/form-data; boundary=x"):
        headers = client.headers | {"Content-Type": kind}
        answer = await platform.http.post(path, content=b"x", headers=headers)
        assert is_problem(answer, 415), shown(answer)


def _fields(problem: dict[str, Any]) -> list[str]:
    return [item["field"] for item in problem.get("errors", [])]
