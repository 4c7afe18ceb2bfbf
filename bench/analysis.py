"""The row about the day's insights: how much of one processor a crowded neighbourhood costs."""

from datetime import UTC, date, datetime
from random import Random
from time import process_time

from bench.table import Row
from local.businesses.domain.business import BusinessCategory, LocalBusiness
from local.businesses.domain.location import Location, LocationSource
from local.intelligence.domain.budget_facts import BudgetFacts
from local.intelligence.domain.insights import Inputs, daily_insights
from local.intelligence.domain.seasons import FestivalTables
from local.places.domain.place import Place
from local.places.domain.surroundings import SourceNote, Surroundings

PLACES = 5_000
ROUNDS = 7
LATITUDE, LONGITUDE = 12.9716, 77.5946
_NOW = datetime(2026, 11, 26, tzinfo=UTC)


def analysis_row() -> Row:
    """Compute the insights of a shop with 5,000 rivals again and again; the median counts."""
    inputs = crowded(Random(1))
    spent = list[float]()
    for _ in range(ROUNDS):
        began = process_time()
        daily_insights(inputs)
        spent.append(process_time() - began)
    return Row(
        what="insights of a shop with 5,000 rivals around: CPU",
        value=sorted(spent)[ROUNDS // 2],
        unit=" s",
        floor=0.15,
        aim=0.10,
        is_more_better=False,
        detail="in this process, without the database; an invented town",
        rounds={"cpu_seconds": spent},
    )


def crowded(random: Random) -> Inputs:
    """Return the inputs of a salon in an invented town that has far too many of them."""
    places = [_salon(number, random) for number in range(PLACES)]
    note = SourceNote(
        import_id=None, source="bench", licence=None, attribution=None, imported_at=_NOW
    )
    return Inputs(
        business=LocalBusiness(
            name="Bench salon",
            category=BusinessCategory.SALON,
            latitude=LATITUDE,
            longitude=LONGITUDE,
            monthly_budget_paise=800_000,
        ),
        location=Location(
            latitude=LATITUDE,
            longitude=LONGITUDE,
            source=LocationSource.DECLARED,
            state=None,
            note=None,
        ),
        around=Surroundings(places=places, imports=[note]),
        festivals=FestivalTables(days=[], first_year=2001, last_year=2035, version="none"),
        today=date(2026, 11, 26),
        start_of_today=_NOW,
        budget_facts=BudgetFacts(fee_paise=99_900),
    )


def _salon(number: int, random: Random) -> Place:
    return Place(
        source="bench",
        source_id=str(number),
        name=f"Salon {random.randrange(PLACES)}",
        latitude=LATITUDE + random.uniform(-0.012, 0.012),
        longitude=LONGITUDE + random.uniform(-0.012, 0.012),
        category=BusinessCategory.SALON,
        rating=random.choice([None, 3.5, 4.0, 4.5]),
        rating_count=random.randrange(400),
        cost_for_two_paise=random.choice([None, 50_000, 70_000]),
        opening_hours=random.choice([None, "10:00-21:00", "Mo-Sa 09:00-20:00"]),
    )
