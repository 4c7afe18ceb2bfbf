from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

import pytest

from local.businesses.domain.category import BusinessCategory
from local.businesses.domain.coordinates import haversine_km
from local.places.domain.amenities import Amenity
from local.places.domain.dayparts import Daypart, open_dayparts
from local.places.domain.distance import Circle, cell_steps
from local.places.domain.level import Level
from local.places.domain.place import Place
from local.places.domain.place_changes import ChangeKind, PlaceChange
from local.places.domain.reference import NO_REFERENCE, Reference, Tally, reference_of
from local.places.repository.changes import PlaceChangeRepository
from local.places.repository.imports import PlaceImportRepository
from local.places.repository.places import PlaceRepository
from shared.clock import SystemClock
from shared.db.session import Database, unit_of_work
from shared.ids import new_id
from tests.local.places.corner import LATITUDE, LONGITUDE, node, place
from tests.local.places.test_service import take_in

TRADES = (BusinessCategory.SALON, BusinessCategory.SPA, BusinessCategory.CAFE)
RIVALS = frozenset({BusinessCategory.SALON, BusinessCategory.SPA})
HOURS = (None, "10:00-21:00", "Mo-Sa 09:00-13:00", "24/7", "Sunday Holiday")
COUNTS = (
    "size_bytes",
    "rows_read",
    "places_new",
    "places_changed",
    "places_unchanged",
    "places_unnamed",
    "rows_skipped",
)
NOTE: dict[str, Any] = {
    "id": new_id(),
    "source": "osm",
    "licence": "ODbL-1.0",
    "attribution": None,
    "sha256": "0" * 64,
    "imported_at": SystemClock().now(),
    "skipped_reasons": {},
    "first_skipped_rows": [],
}
CIRCLE = Circle(LATITUDE, LONGITUDE, 1.5)


def town(random: Random, size: int) -> list[Place]:
    """Return an invented town, with the circle in its middle."""
    places = list[Place]()
    for number in range(size):
        known = Amenity(random.randrange(2**11))
        places.append(
            place(
                str(number),
                latitude=LATITUDE + random.uniform(-0.06, 0.06),
                longitude=LONGITUDE + random.uniform(-0.06, 0.06),
                category=random.choice(TRADES),
                opening_hours=random.choice(HOURS),
                amenities_known=known,
                amenities_offered=known & Amenity(random.randrange(2**11)),
            )
        )
    return places


def counted(places: Sequence[Place]) -> Reference:
    """Return the reference as plain Python counts it."""
    north, east = cell_steps(CIRCLE.latitude, CIRCLE.radius_km)
    cells = dict[tuple[float, float], int]()
    for found in places:
        cell = (found.latitude // north, found.longitude // east)
        cells[cell] = cells.get(cell, 0) + (found.category in RIVALS)
    tallies = [
        Tally(
            found.category,
            haversine_km(LATITUDE, LONGITUDE, found.latitude, found.longitude) <= CIRCLE.radius_km,
            open_dayparts(found.opening_hours),
            found.amenities_known,
            found.amenities_offered,
            1,
        )
        for found in places
    ]
    return reference_of(tallies, RIVALS, sorted(cells.values()))


async def stored(database: Database, tenant_id: UUID, places: Sequence[Place]) -> None:
    async with unit_of_work(database, tenant_id) as session:
        counts = dict.fromkeys(COUNTS, 0)
        record = await PlaceImportRepository(session, tenant_id).add(NOTE | counts)
        repository = PlaceRepository(session, tenant_id)
        await repository.receive(places)
        await repository.store(record)


async def reference(database: Database, tenant_id: UUID) -> Reference:
    async with unit_of_work(database, tenant_id) as session:
        return await PlaceRepository(session, tenant_id).reference(CIRCLE, RIVALS)


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_database_counts_a_town_as_plain_python_does(
    local_database: Database, seed: int
) -> None:
    tenant_id, places = new_id(), town(Random(seed), 500)
    await stored(local_database, tenant_id, places)
    found = await reference(local_database, tenant_id)
    assert found == counted(places)
    assert found.of(RIVALS).here > 0
    assert found.hours[Daypart.LUNCH].known.here < found.of(RIVALS).here


async def test_what_another_source_lists_better_is_counted_once(local_database: Database) -> None:
    tenant_id = new_id()
    await stored(local_database, tenant_id, [place("1"), place("2")])
    async with unit_of_work(local_database, tenant_id) as session:
        await PlaceRepository(session, tenant_id).mark(
            "duplicate_of", {("osm", "2"): "place:osm:1"}
        )
    assert (await reference(local_database, tenant_id)).all.here == 1


async def test_another_tenants_town_is_no_reference(local_database: Database) -> None:
    await stored(local_database, new_id(), [place("1")])
    found = await reference(local_database, new_id())
    assert (found.all, list(found.rivals_per_cell)) == (NO_REFERENCE.all, [])


async def test_a_change_that_is_recorded_twice_is_kept_once(local_database: Database) -> None:
    tenant_id = new_id()
    record = await take_in(local_database, tenant_id, node(1, 10))
    change = PlaceChange(
        kind=ChangeKind.RENAMED, place=place(), before="A", after="B", confidence=Level.HIGH
    )
    async with unit_of_work(local_database, tenant_id) as session:
        changes = PlaceChangeRepository(session, tenant_id)
        for _ in range(2):
            await changes.add(record, [change])
        (kept,) = await changes.list(None, 10)
    assert (kept.before, kept.after, kept.confidence) == ("A", "B", "high")
    assert kept.found_at == datetime(2026, 11, 22, tzinfo=UTC)
