"""A shop with a planted truth: what was planted is found, through the database and back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.api import Api
from tests.local.customers.records import imported, patterns

WEEKS = 26
FIRST_MONDAY = datetime(2026, 1, 5)  # noqa: DTZ001  the shop's own time, as its files have it
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = range(6)


def at(week: int, weekday: int, hour: int, minute: int = 0) -> str:
    moment = FIRST_MONDAY + timedelta(weeks=week, days=weekday, hours=hour, minutes=minute)
    return moment.isoformat(" ")


def planted_orders() -> Iterator[str]:
    """Yield 40 regulars to the end, 30 until half-time, 40 who came once, 31 who had asked."""
    for week in range(WEEKS):
        yield from (f"regular{n},{at(week, SATURDAY, 18, n)},500" for n in range(40))
        if week < WEEKS // 2:
            yield from (f"gone{n},{at(week, SATURDAY, 11, n)},500" for n in range(30))
    yield from (f"once{n},{at(1, TUESDAY, 15, n)},500" for n in range(20))
    yield from (f"new{n},{at(WEEKS - 1, THURSDAY, 15, n)},500" for n in range(20))
    yield from (f"asked{n},{at(n % 10, THURSDAY, 16)},500" for n in range(30))
    yield f"late0,{at(3, THURSDAY, 16)},500"
    # Came before asking, on the same day: no answer brought this one.
    yield f"asked30,{at(0, MONDAY, 9)},500"


def planted_inquiries() -> Iterator[str]:
    """Yield 60 answered in time, 45 that were not, 3 of which the outcome cannot be told."""
    for n in range(60):
        yield f"asked{n},{at(n % 10, MONDAY, 11)},{at(n % 10, MONDAY, 12 if n % 2 else 11, 0)}"
    for n in range(20):
        yield f"night{n},{at(n % 10, FRIDAY, 21, 15)},"
        yield f"later{n},{at(n % 10, FRIDAY, 22, 15)},"
    for n in range(5):
        yield f"late{n},{at(3, WEDNESDAY, 10, n)},{at(3, WEDNESDAY, 13)}"
    yield f"recent,{at(WEEKS - 1, FRIDAY, 21, 15)},"
    yield f"chat,{at(WEEKS - 1, SATURDAY, 12)},{at(WEEKS - 1, SATURDAY, 12, 5)}"
    yield f",{at(2, FRIDAY, 21, 15)},"


@pytest.fixture(scope="session")
async def told(local_api: Api) -> dict[str, Any]:
    tenant = await local_api.new_tenant()
    orders = "customer,at,amount\n" + "\n".join(planted_orders())
    inquiries = "customer,at,answered\n" + "\n".join(planted_inquiries())
    assert (await imported(local_api, tenant, "orders", orders))["rows_skipped"] == 0
    assert (await imported(local_api, tenant, "inquiries", inquiries))["rows_skipped"] == 0
    return await patterns(local_api, tenant)


async def test_the_planted_peak_is_the_busiest_hour(told: dict[str, Any]) -> None:
    first = told["order_hours"]["hours"][0]
    assert (first["weekday"], first["hour"], first["count"]["value"]) == ("saturday", 18, 40 * 26)
    # 26 weeks but for their last Sunday; the hour is seen on Saturdays only.
    assert first["per_week"]["n"] == 26


async def test_the_planted_loyalty_is_measured(told: dict[str, Any]) -> None:
    loyalty = told["loyalty"]
    assert loyalty["active_on_two_days"]["value"] == round(70 / 142, 4)
    # In the last 90 days: 40 regulars, and 20 new customers who came once; the gone had left.
    assert (loyalty["repeat_rate"]["value"], loyalty["repeat_rate"]["n"]) == (0.6667, 60)


async def test_the_planted_segments_are_recovered(told: dict[str, Any]) -> None:
    sizes = {part["segment"]: part["customers"]["value"] for part in told["segments"]}
    assert (sizes["best"], sizes["new"]) == (40, 20)


async def test_who_left_is_lapsing_and_who_is_new_is_not(told: dict[str, Any]) -> None:
    lapsing = told["lapsing"]
    # 30 regulars who left, 20 who came once long ago, 32 who asked and came once long ago.
    assert lapsing["lapsing"]["value"] == 82
    own = [away["gap_limit"] for away in lapsing["customers"] if away["gap_limit"]["n"]]
    assert [(limit["value"], limit["method"]) for limit in own] == [(7.0, "own_gap_p90@1")] * 30


async def test_the_planted_missed_evenings_are_found_with_their_rupees(
    told: dict[str, Any],
) -> None:
    missed = told["missed_demand"]
    assert [(row["weekday"], row["hour"], row["missed"]["value"]) for row in missed["hours"]] == [
        ("friday", 21, 22),
        ("friday", 22, 20),
        ("wednesday", 10, 5),
    ]
    assert (missed["asked"]["value"], missed["missed"]["value"]) == (108, 47)
    assert (missed["conversion_in_time"]["value"], missed["conversion_in_time"]["n"]) == (0.5, 60)
    # 45 that can be told of x (0.5 - 1/45) x 500 rupees; 44 of them stayed away.
    assert (missed["value"]["value"], missed["value"]["n"]) == (10_750, 44)
    assert missed["value"]["low"] < 10_750 < missed["value"]["high"]
