from collections.abc import Sequence
from datetime import UTC, datetime

from local.connectors.festivals.memory import MemoryCalendar
from local.connectors.gazetteer.memory import MemoryGazetteer
from local.connectors.gazetteer.port import CityRecord
from local.intelligence.service import Sources, warm_up
from shared.clock import FixedClock

CLOCK = FixedClock(datetime(2026, 11, 22, tzinfo=UTC))


async def test_warming_up_asks_for_the_cities_and_the_festivals_once() -> None:
    asked: list[str] = []
    delhi = CityRecord(
        name="Delhi", geonames_state_code="07", latitude=28.6, longitude=77.2, population=1
    )

    class Cities(MemoryGazetteer):
        async def cities_called(self, folded_name: str) -> Sequence[CityRecord]:
            asked.append(folded_name)
            return await super().cities_called(folded_name)

    calendar = MemoryCalendar({})
    await warm_up(Sources(clock=CLOCK, gazetteer=Cities({"delhi": [delhi]}), calendar=calendar))
    assert asked == ["delhi"]
