import pytest

from local.businesses.domain.folding import folded
from local.connectors.gazetteer.geonames import GeonamesGazetteer
from local.connectors.gazetteer.memory import MemoryGazetteer
from local.connectors.gazetteer.port import CityRecord


@pytest.mark.parametrize(
    ("name", "known_as", "state_code"),
    [
        ("Bangalore", "Bengaluru", "19"),
        ("Bombay", "Mumbai", "16"),
        ("Gurgaon", "Gurugram", "10"),
        ("Vizag", "Visakhapatnam", "02"),
        ("दिल्ली", "Delhi", "07"),
        ("mysore", "Mysuru", "19"),
    ],
)
async def test_a_city_is_known_by_its_old_and_other_names(
    name: str, known_as: str, state_code: str
) -> None:
    found = await GeonamesGazetteer(folded).cities_called(folded(name))
    assert (known_as, state_code) in [(city.name, city.geonames_state_code) for city in found]


async def test_all_cities_of_a_name_are_found_and_none_outside_india() -> None:
    found = await GeonamesGazetteer(folded).cities_called(folded("Shahpur"))
    assert len(found) == 8
    assert await GeonamesGazetteer(folded).cities_called(folded("Reykjavík")) == ()
    assert await GeonamesGazetteer(folded).cities_called("") == ()


async def test_the_twin_in_memory_answers_the_same_question() -> None:
    record = CityRecord(
        name="Pune", geonames_state_code="16", latitude=18.5, longitude=73.9, population=3
    )
    gazetteer = MemoryGazetteer({"pune": [record]})
    assert await gazetteer.cities_called("pune") == [record]
    assert await gazetteer.cities_called("poona") == ()
