import csv
import io
from datetime import date

from enterprise.market_intelligence.domain.observation_file import FileFormat, batches
from local.businesses.domain.business import LocalBusiness
from local.places.domain.place_file import format_of, read_places
from onebox.demo_data import (
    BUSINESS,
    CLIENT,
    DAYS_OF_HISTORY,
    SYNTHETIC,
    observations_csv,
    town_csv,
)

LAST_DAY = date(2026, 11, 21)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_the_same_demo_is_made_every_time() -> None:
    assert town_csv() == town_csv()
    assert observations_csv(LAST_DAY) == observations_csv(LAST_DAY)


def test_everything_made_up_says_so() -> None:
    names = [BUSINESS["name"], CLIENT["name"], *(row["name"] for row in rows_of(town_csv()))]
    assert [name for name in names if SYNTHETIC not in name] == []


def test_the_shop_is_one_that_the_local_tier_takes() -> None:
    business = LocalBusiness.from_dict(BUSINESS)
    assert business.city == "Bengaluru"


def test_every_place_of_the_town_is_readable() -> None:
    read = read_places(io.BytesIO(town_csv()), format_of("text/csv"), SYNTHETIC)
    assert (len(read.places), read.rows_skipped) == (1_780, 0)
    assert len({place.source_id for place in read.places}) == 1_780


def test_every_observation_is_readable_up_to_the_last_day() -> None:
    file = io.BytesIO(observations_csv(LAST_DAY))
    found = [each for batch in batches(file, FileFormat.CSV, LAST_DAY) for each in batch]
    assert len(found) == DAYS_OF_HISTORY * 4
    assert max(each.day for each in found) == LAST_DAY
