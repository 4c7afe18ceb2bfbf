"""A gazetteer of a few cities, for tests."""

from collections.abc import Mapping, Sequence

from local.connectors.gazetteer.port import CityRecord


class MemoryGazetteer:
    """Knows the cities that it was given, under their folded names."""

    def __init__(self, cities: Mapping[str, Sequence[CityRecord]]) -> None:
        self._cities = cities

    async def cities_called(self, folded_name: str) -> Sequence[CityRecord]:
        """Return every city given under this name."""
        return self._cities.get(folded_name, ())
