import pytest

from local.places.domain.amenities import NOTHING, Amenity, amenities_of


@pytest.mark.parametrize(
    ("tags", "known", "offered"),
    [
        ({}, NOTHING, NOTHING),
        ({"delivery": ""}, NOTHING, NOTHING),
        ({"delivery": "yes"}, Amenity.DELIVERY, Amenity.DELIVERY),
        ({"delivery": "No "}, Amenity.DELIVERY, NOTHING),
        ({"diet:vegetarian": "only"}, Amenity.VEGETARIAN, Amenity.VEGETARIAN),
        ({"internet_access": "wlan"}, Amenity.INTERNET, Amenity.INTERNET),
        (
            {"payment:debit_cards": "no", "payment:credit_cards": "yes"},
            Amenity.CARDS,
            Amenity.CARDS,
        ),
        ({"name": "yes"}, NOTHING, NOTHING),
    ],
)
def test_silence_is_not_a_no(tags: dict[str, str], known: Amenity, offered: Amenity) -> None:
    assert amenities_of(tags) == (known, offered)
