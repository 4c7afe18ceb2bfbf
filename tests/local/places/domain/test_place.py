import pytest

from local.places.domain.place import same_name, stable_source_id


@pytest.mark.parametrize(
    ("name", "other", "is_same"),
    [
        ("Cut & Curl", "CUT AND CURL", True),
        ("Cut", "Curl", False),
        (None, None, False),
        ("Cut", None, False),
        ("!!", "??", False),
    ],
)
def test_names_are_the_same_only_where_there_are_names(
    name: str | None, other: str | None, is_same: bool
) -> None:
    assert same_name(name, other) is is_same


def test_an_id_is_stable_and_tells_places_apart() -> None:
    ids = {
        stable_source_id("Cut & Curl", 12.5, 77.5),
        stable_source_id("CUT AND CURL", 12.5, 77.5),
        stable_source_id("Cut & Curl", 12.500001, 77.5),
        stable_source_id(None, 12.5, 77.5),
    }
    assert len(ids) == 3
