import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from pydantic import TypeAdapter

from local.businesses.domain.business import BusinessCategory, LocalBusiness
from local.businesses.domain.location import Location, LocationSource
from local.businesses.domain.state import state_named
from local.customers.domain.findings import NO_FINDINGS
from local.customers.domain.lapsing import lapsing_counts
from local.customers.domain.missed_demand import Ticket
from local.customers.domain.missed_times import missed_times
from local.intelligence.domain.budget_facts import BudgetFacts
from local.intelligence.domain.insights import DailyInsights, Inputs, OwnRecords, daily_insights
from local.intelligence.domain.opportunity import Opportunity
from local.intelligence.domain.seasons import FestivalTables
from local.places.domain.surroundings import SourceNote, Surroundings
from local.reviews.domain.findings import review_findings
from tests.local.customers.domain.test_missed_demand import NO_ORDERS, SPAN, TICKET, hour
from tests.local.customers.domain.visitors import SPAN as VISITS
from tests.local.customers.domain.visitors import TODAY, visitor
from tests.local.places.corner import LATITUDE, LONGITUDE, north_of, place
from tests.local.reviews.domain.test_summary import judge, summed

NOW = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
NOTE = SourceNote(import_id=None, source="osm", licence=None, attribution=None, imported_at=NOW)
INPUTS = Inputs(
    business=LocalBusiness(
        name="Asha",
        category=BusinessCategory.SALON,
        latitude=LATITUDE,
        longitude=LONGITUDE,
        monthly_budget_paise=800_000,
    ),
    location=Location(
        latitude=LATITUDE,
        longitude=LONGITUDE,
        source=LocationSource.DECLARED,
        state=state_named("KA"),
        note=None,
    ),
    around=Surroundings(
        places=[place("1"), place("2", latitude=north_of(300), rating=4.0)], imports=[NOTE]
    ),
    festivals=FestivalTables(
        days=[(date(2026, 12, 25), ("Christmas",))],
        first_year=2001,
        last_year=2035,
        version="tables@1",
    ),
    today=date(2026, 11, 22),
    start_of_today=NOW,
    budget_facts=BudgetFacts(fee_paise=99_900),
)
# Planted: Friday from 21 to 24 hours nobody answers, and reviews blame the waiting. Beside it, what
# every shop has: a quiet week that is answered, some who stay away, and praise for the food.
MISSED = [hour(day, 11, 12, 4, 1) for day in range(6)] + [
    hour(4, at, 1, 0, 9) for at in (21, 22, 23)
]
REVIEWS = [judge("slow waiting")] * 14 + [judge("great food")] * 26 + [judge("great waiting")]


def with_ticket(ticket: Ticket) -> OwnRecords:
    away = TODAY - timedelta(days=100)
    people = [visitor(n, last=away if n < 8 else TODAY) for n in range(40)]
    return OwnRecords(
        customer_findings=replace(
            NO_FINDINGS,
            missed=missed_times(MISSED, ticket, SPAN),
            lapsing=lapsing_counts(people, BusinessCategory.SALON, VISITS),
        ),
        review_findings=review_findings(summed(*REVIEWS)),
    )


OWN = with_ticket(NO_ORDERS)


def test_the_same_inputs_give_the_same_insights_in_any_order_of_places() -> None:
    around = INPUTS.around
    turned = replace(INPUTS, around=replace(around, places=[*around.places][::-1]))
    assert daily_insights(INPUTS) == daily_insights(turned)


def test_every_part_follows_from_the_inputs() -> None:
    found = daily_insights(INPUTS)
    rivals = found.hyperlocal_market.local_competitors
    assert rivals.count.value == 2
    assert rivals.count.evidence == ("place_source:osm",)
    assert found.budget_optimization.strategy == "growth"
    assert found.hyperlocal_market.seasonal_trends.festival_days.value == 1
    assert found.immediate_opportunities[0].evidence == ("missing:opening_hours",)


def test_without_records_no_routine_is_recommended() -> None:
    figure = daily_insights(INPUTS).automation_recommendations.assessment
    assert (figure.value, figure.reason) == (None, "insufficient_data")


def test_the_first_opportunities_are_told_as_tasks() -> None:
    insights = daily_insights(INPUTS)
    tasks = insights.manual_task_guidance
    assert [task.key for task in tasks.items] == [
        item.key for item in insights.immediate_opportunities[:5]
    ]
    assert tasks.assessment.n == len(insights.immediate_opportunities)


def from_records(own: OwnRecords = OWN) -> list[Opportunity]:
    """Return the opportunities that follow from own records, the most worthwhile first."""
    found = daily_insights(replace(INPUTS, own=own)).immediate_opportunities
    kinds = ("missed_demand", "lapsing", "no_shows", "reviews")
    return [item for item in found if item.key.startswith(kinds)]


def test_of_own_records_the_planted_evening_and_the_planted_waiting_rank_first() -> None:
    assert [item.key for item in from_records()] == [
        "missed_demand:late_evening",
        "reviews:mend:wait",
        "reviews:tell:food",
        "lapsing",
    ]
    assert all(item.evidence and item.counted for item in from_records())


def test_with_no_orders_the_planted_evening_is_told_in_counts_without_rupees() -> None:
    (counts, *_), (rupees, *_) = from_records(), from_records(with_ticket(TICKET))
    assert "27 were not answered" in counts.why
    assert "27 were not answered" in rupees.why
    assert ("rupees" in counts.why, "rupees" in rupees.why) == (False, True)
    assert "rupees" not in json.dumps([figure.unit for figure in counts.counted])
    assert counts.counted[-1].reason == "insufficient_data"


def test_what_the_owner_found_wrong_is_left_out_and_all_else_keeps_its_order() -> None:
    own = replace(OWN, dismissed=["missed_demand:late_evening"])
    assert [item.key for item in from_records(own)] == [item.key for item in from_records()][1:]


def test_inputs_that_were_written_down_and_read_again_give_the_same_insights() -> None:
    inputs = replace(INPUTS, own=with_ticket(TICKET))
    written = TypeAdapter(Inputs)
    again = written.validate_json(written.dump_json(inputs))
    insights = TypeAdapter(DailyInsights)
    assert insights.dump_json(daily_insights(again)) == insights.dump_json(daily_insights(inputs))
    assert again.own.customer_findings == inputs.own.customer_findings
    assert again.own.review_findings == inputs.own.review_findings


def test_with_one_release_nothing_is_said_of_changes() -> None:
    alerts = daily_insights(INPUTS).competitor_alerts
    assert alerts.items is None
    assert (alerts.assessment.value, alerts.assessment.reason) == (None, "insufficient_data")
    assert "release=full" in str(alerts.assessment.missing)


def test_places_elsewhere_do_not_hide_that_there_are_none_here() -> None:
    nowhere = Surroundings(places=(), imports=(), has_imports_elsewhere=True)
    found = daily_insights(replace(INPUTS, around=nowhere))
    assert "missing:places" in [item.evidence[0] for item in found.immediate_opportunities]
