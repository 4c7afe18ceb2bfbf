from datetime import UTC, datetime

import pytest

from local.intelligence.domain.google_count import google_count
from local.places.domain.surroundings import GoogleListing, Surroundings
from shared.ids import new_id

AT = datetime(2026, 11, 26, tzinfo=UTC)


def around(*, is_complete: bool) -> Surroundings:
    listing = GoogleListing(fetch_id=new_id(), found=34, is_complete=is_complete, listed_at=AT)
    return Surroundings(places=(), imports=(), google=listing)


@pytest.mark.parametrize(
    ("is_complete", "words"), [(True, "Google lists 34 in"), (False, "Google lists at least 34 in")]
)
def test_googles_count_stands_beside_ours(is_complete: bool, words: str) -> None:
    found = google_count(around(is_complete=is_complete), 12)
    assert (found.count.value, found.count.as_of, found.is_at_least) == (34, AT, not is_complete)
    assert words in (found.note or "")
    assert "sources list 12" in (found.note or "")


def test_without_an_answer_there_is_no_count_and_it_says_how_to_get_one() -> None:
    found = google_count(Surroundings(places=(), imports=()), 12)
    assert (found.count.value, found.is_at_least, found.note) == (None, None, None)
    assert "POST /api/v2/local/places/fetches" in (found.count.missing or "")
