from dataclasses import replace
from datetime import UTC, date, datetime

from local.businesses.domain.business import BusinessCategory, LocalBusiness
from local.businesses.domain.location import Location, LocationSource
from local.businesses.domain.state import state_named
from local.intelligence.domain.budget_facts import BudgetFacts
from local.intelligence.domain.figures import SourceNote
from local.intelligence.domain.insights import Inputs, daily_insights
from local.intelligence.domain.rival_figures import Surroundings
from local.intelligence.domain.seasons import FestivalTables
from tests.local.intelligence.places import LATITUDE, LONGITUDE, north_of, place

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


def test_what_a_later_release_computes_is_null_with_its_reason() -> None:
    found = daily_insights(INPUTS)
    for figure in (
        found.automation_recommendations.assessment,
        found.manual_task_guidance.assessment,
    ):
        assert (figure.value, figure.reason) == (None, "later_release")


def test_with_one_release_nothing_is_said_of_changes() -> None:
    alerts = daily_insights(INPUTS).competitor_alerts
    assert alerts.items is None
    assert (alerts.assessment.value, alerts.assessment.reason) == (None, "insufficient_data")
    assert "release=full" in str(alerts.assessment.missing)


def test_places_elsewhere_do_not_hide_that_there_are_none_here() -> None:
    nowhere = Surroundings(places=(), imports=(), has_imports_elsewhere=True)
    found = daily_insights(replace(INPUTS, around=nowhere))
    assert "missing:places" in [item.evidence[0] for item in found.immediate_opportunities]
