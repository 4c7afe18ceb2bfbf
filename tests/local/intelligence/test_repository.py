from datetime import UTC, datetime

from local.intelligence.domain.opportunities import Level
from local.intelligence.domain.place_changes import ChangeKind, PlaceChange
from local.intelligence.repository import PlaceChangeRepository
from shared.db.session import Database, unit_of_work
from shared.ids import new_id
from tests.local.intelligence.places import node, place
from tests.local.intelligence.test_service import take_in


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
