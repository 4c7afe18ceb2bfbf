import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from local.businesses.domain.business import BusinessCategory, LocalBusiness
from local.connectors.festivals.memory import MemoryCalendar
from local.connectors.festivals.port import FestivalDay
from local.connectors.gazetteer.memory import MemoryGazetteer
from local.connectors.gazetteer.port import CityRecord
from local.intelligence.engine import LocalIntelligenceEngine
from local.places.domain.level import Level
from local.places.domain.place_changes import (
    ChangeKind,
    FoundChange,
    History,
    PlaceChange,
)
from shared.clock import FixedClock
from shared.service_factory import ServiceFactory
from shared.tiers import BusinessTier
from tests.local.places.corner import LATITUDE, LONGITUDE, north_of, place

# 18:45 UTC is a quarter past midnight of the next day in India.
CLOCK = FixedClock(datetime(2026, 11, 21, 18, 45, tzinfo=UTC))
SALON = LocalBusiness(name="Asha Salon", category=BusinessCategory.SALON, city="Delhi")


async def test_a_name_a_trade_and_a_city_are_enough() -> None:
    insights = await LocalIntelligenceEngine(business=SALON).get_daily_insights()
    rivals = insights["hyperlocal_market"]["local_competitors"]
    assert rivals["count"]["value"] is None
    assert "places/imports" in rivals["count"]["missing"]
    assert insights["hyperlocal_market"]["seasonal_trends"]["state"] == "DL"
    assert insights["immediate_opportunities"]
    assert json.loads(json.dumps(insights)) == insights


async def test_places_that_are_handed_in_are_competitors() -> None:
    business = LocalBusiness(
        name="Asha", category=BusinessCategory.SALON, latitude=LATITUDE, longitude=LONGITUDE
    )
    places = [place("1"), place("2", latitude=north_of(300))]
    insights = await LocalIntelligenceEngine(
        business=business, places=places, clock=CLOCK
    ).get_daily_insights()
    count = insights["hyperlocal_market"]["local_competitors"]["count"]
    assert (count["value"], count["evidence"]) == (2, ["place_source:osm"])


async def test_changes_that_are_handed_in_are_alerts() -> None:
    business = LocalBusiness(
        name="Asha", category=BusinessCategory.SALON, latitude=LATITUDE, longitude=LONGITUDE
    )
    closed = PlaceChange(
        kind=ChangeKind.CLOSED,
        place=place("1", latitude=north_of(300)),
        before="Cut and Curl",
        after=None,
        confidence=Level.MEDIUM,
    )
    history = History([FoundChange(UUID(int=1), CLOCK.now(), closed)])
    insights = await LocalIntelligenceEngine(
        business=business, places=[place("2")], history=history, clock=CLOCK
    ).get_daily_insights()
    (alert,) = insights["competitor_alerts"]["items"]
    assert (alert["kind"], alert["distance"]["value"]) == ("closed", 0.3)


async def test_the_same_inputs_give_the_same_answer() -> None:
    answers = [
        await LocalIntelligenceEngine(
            business=SALON, places=[place("1")], clock=CLOCK
        ).get_daily_insights()
        for _ in range(2)
    ]
    assert json.dumps(answers[0]) == json.dumps(answers[1])


async def test_the_day_is_the_one_of_the_business() -> None:
    record = CityRecord(
        name="Delhi", geonames_state_code="07", latitude=28.6, longitude=77.2, population=1
    )
    today = datetime(2026, 11, 22, tzinfo=UTC).date()
    insights = await LocalIntelligenceEngine(
        business=SALON,
        clock=CLOCK,
        gazetteer=MemoryGazetteer({"delhi": [record]}),
        calendar=MemoryCalendar({"DL": [FestivalDay(today, ("Today",))]}),
    ).get_daily_insights()
    seasons = insights["hyperlocal_market"]["seasonal_trends"]
    assert seasons["first_day"] == "2026-11-22"
    assert seasons["festivals"][0]["days_ahead"] == 0


async def test_without_a_state_the_festivals_are_unknown() -> None:
    business = LocalBusiness(
        name="Asha", category=BusinessCategory.SALON, latitude=28.6, longitude=77.2
    )
    insights = await LocalIntelligenceEngine(business=business).get_daily_insights()
    seasons = insights["hyperlocal_market"]["seasonal_trends"]
    assert seasons["festivals"] is None
    assert "state" in seasons["festival_days"]["missing"]


async def test_orders_of_two_years_turn_the_prior_of_a_festival_into_a_measurement() -> None:
    business = LocalBusiness(name="Asha", category=BusinessCategory.SALON, city="Delhi")
    today = date(2026, 10, 1)
    weeks = {
        day - timedelta(days=count)
        for day in (date(2024, 10, 31), date(2025, 10, 20))
        for count in range(7)
    }
    days = [today - timedelta(days=count) for count in range(1, 800)]
    for daily_orders, basis, uplift in (
        ((), "declared", 1.0),
        ([(day, 32 if day in weeks else 20) for day in days], "measured", 1.6),
    ):
        insights = await LocalIntelligenceEngine(
            business=business,
            daily_orders=daily_orders,
            clock=FixedClock(datetime(2026, 10, 1, 6, tzinfo=UTC)),
        ).get_daily_insights()
        seasons = insights["hyperlocal_market"]["seasonal_trends"]
        (diwali,) = [one for one in seasons["festivals"] if "Diwali (Deepavali)" in one["names"]]
        assert diwali["day"] == "2026-11-08"
        assert diwali["uplift"]["basis"] == basis
        assert diwali["uplift"]["value"] == pytest.approx(uplift, abs=0.15)


async def test_the_factory_finds_the_engine() -> None:
    engine = ServiceFactory().create_intelligence_service(BusinessTier.LOCAL, business=SALON)
    assert isinstance(engine, LocalIntelligenceEngine)
