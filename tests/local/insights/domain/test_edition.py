from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from local.businesses.domain.category import BusinessCategory
from local.channel_results.domain.channel_month import Channel
from local.customers.domain.findings import NO_FINDINGS
from local.customers.domain.lapsing import lapsing_counts
from local.customers.domain.missed_times import missed_times
from local.customers.domain.monthly import MonthlyCounts
from local.customers.domain.patterns import NO_PATTERNS
from local.insights.domain.edition import ChangedFact, changed_facts
from local.intelligence.domain.insights import Inputs, OwnRecords
from local.places.domain.amenities import Amenity
from local.places.domain.dayparts import Daypart
from local.places.domain.place import Place
from local.places.domain.reference import Offer, Reference, Split
from local.reviews.domain.findings import review_findings
from shared.evidence import measured
from shared.ids import new_id
from tests.local.customers.domain.test_missed_demand import NO_ORDERS, hour
from tests.local.customers.domain.test_missed_demand import SPAN as INQUIRIES
from tests.local.customers.domain.visitors import SPAN as VISITS
from tests.local.customers.domain.visitors import visitor
from tests.local.intelligence.channel_months import recorded
from tests.local.intelligence.domain.test_insights import INPUTS, NOTE, NOW
from tests.local.places.corner import place
from tests.local.reviews.domain.test_summary import judge, summed

OCTOBER = MonthlyCounts(
    first_day=date(2026, 10, 1),
    last_day=date(2026, 10, 31),
    by_month=[(date(2026, 10, 1), 7)],
)
OFTEN = measured(0.4, "ratio", n=50, method="repeat_rate@1", as_of=NOW)
MISSED = replace(NO_FINDINGS, missed=missed_times([hour(4, 21, 0, 0, 9)], NO_ORDERS, INQUIRIES))
AWAY = replace(NO_FINDINGS, lapsing=lapsing_counts([visitor(1)], BusinessCategory.SALON, VISITS))
BLAMED = review_findings(summed(judge("slow waiting")))


def with_around(**changes: Any) -> Inputs:
    return replace(INPUTS, around=replace(INPUTS.around, **changes))


def with_town(**counted: Any) -> Inputs:
    return with_around(reference=Reference(**counted))


def with_own(**records: Any) -> Inputs:
    return replace(INPUTS, own=OwnRecords(**records))


def with_budget(**facts: Any) -> Inputs:
    return replace(INPUTS, budget_facts=replace(INPUTS.budget_facts, **facts))


def with_places(*places: Place) -> Inputs:
    return with_around(places=places)


def test_nothing_changed_is_no_change() -> None:
    assert changed_facts(INPUTS, replace(INPUTS)) == ()


def test_a_place_that_an_import_only_confirmed_has_not_changed() -> None:
    then, now = with_places(place("1")), with_places(place("1", import_id=new_id()))
    assert changed_facts(then, now) == ()


def test_each_changed_field_of_a_place_is_named() -> None:
    then, now = with_places(place("1", rating=4.0)), with_places(place("1", rating=4.5, name=None))
    assert changed_facts(then, now) == (
        ChangedFact(fact="place:osm:1", field="name", then="Cut and Curl", now=None),
        ChangedFact(fact="place:osm:1", field="rating", then="4.0", now="4.5"),
    )


def test_places_that_came_and_went_are_named() -> None:
    then, now = with_places(place("1")), with_places(place("2", name=None))
    assert changed_facts(then, now) == (
        ChangedFact(fact="place:osm:1", field=None, then="Cut and Curl", now=None),
        ChangedFact(fact="place:osm:2", field=None, then=None, now="without a name"),
    )


@pytest.mark.parametrize(
    ("now", "fact", "field"),
    [
        (replace(INPUTS, business=replace(INPUTS.business, name="Usha")), "business", "name"),
        (replace(INPUTS, location=replace(INPUTS.location, note="moved")), "location", "note"),
        (
            with_around(imports=[replace(NOTE, licence="CC0-1.0")]),
            "place_source:osm",
            "licence",
        ),
        (with_own(daily_orders=[(date(2026, 10, 1), 2)]), "orders", "2026-10-01"),
        (with_own(customers=replace(NO_PATTERNS, repeat_rate=OFTEN)), "customers:repeat_rate", "n"),
        (with_own(customer_findings=MISSED), "missed_demand:late_evening:missed", "value"),
        (with_own(customer_findings=AWAY), "lapsing", "value"),
        (with_own(customer_findings=AWAY), "lapsing:by_own_gap", "n"),
        (with_own(review_findings=BLAMED), "reviews:wait:praise", "value"),
        (with_own(review_findings=BLAMED), "reviews:conflicts", "value"),
        (with_town(trades={BusinessCategory.SPA: Split(0, 9)}), "town", "trade:spa"),
        (with_town(hours={Daypart.SUNDAY: Offer(Split(1, 2))}), "town", "open:sunday"),
        (with_town(amenities={Amenity.UPI: Offer(Split(1, 2))}), "town", "has:upi"),
        (with_town(rivals_per_cell=[3]), "town", "squares_with:3"),
        (with_budget(fee_paise=1), "budget", "fee_paise"),
        (
            with_budget(results=recorded(Channel.SOCIAL_MEDIA, [5], [6])),
            "channel_results",
            "social_media:2026-10",
        ),
        (with_budget(inquiries=OCTOBER), "inquiries", "2026-10"),
        (with_budget(appointments=OCTOBER), "appointments", "last_day"),
    ],
)
def test_what_else_the_insights_rest_on_is_compared_too(now: Inputs, fact: str, field: str) -> None:
    assert (fact, field) in [(change.fact, change.field) for change in changed_facts(INPUTS, now)]


def test_only_the_days_whose_orders_changed_are_named() -> None:
    first, second = date(2026, 10, 1), date(2026, 10, 2)
    then = with_own(daily_orders=[(first, 2), (second, 3)])
    now = with_own(daily_orders=((first, 2), (second, 4)))
    assert changed_facts(then, now) == (
        ChangedFact(fact="orders", field="2026-10-02", then="3", now="4"),
    )


def test_only_the_months_of_channels_that_changed_are_named() -> None:
    then = with_budget(results=recorded(Channel.SOCIAL_MEDIA, [5, 6], [7, 8]))
    now = with_budget(results=[*recorded(Channel.SOCIAL_MEDIA, [5, 6], [7, 9.5])])
    assert changed_facts(then, now) == (
        ChangedFact(
            fact="channel_results",
            field="social_media:2026-10",
            then="6.00 spent, 8.00 returned",
            now="6.00 spent, 9.50 returned",
        ),
    )


def test_a_new_import_is_a_change() -> None:
    newer = replace(NOTE, source="file")
    fields = [change.field for change in changed_facts(INPUTS, with_around(imports=[NOTE, newer]))]
    assert fields == ["imported_at", "source"]
