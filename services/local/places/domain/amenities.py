"""What does a place offer besides its trade? Map data say yes, no, or nothing at all."""

from collections.abc import Mapping
from enum import IntFlag


class Amenity(IntFlag):
    """What customers ask for and map data note."""

    DELIVERY = 1
    TAKEAWAY = 2
    VEGETARIAN = 4
    OUTDOOR_SEATING = 8
    AIR_CONDITIONING = 16
    WHEELCHAIR = 32
    INTERNET = 64
    UPI = 128
    CARDS = 256
    RESERVATION = 512
    FOR_WOMEN = 1024


NOTHING = Amenity(0)

_TAGS = {
    "delivery": Amenity.DELIVERY,
    "takeaway": Amenity.TAKEAWAY,
    "diet:vegetarian": Amenity.VEGETARIAN,
    "outdoor_seating": Amenity.OUTDOOR_SEATING,
    "air_conditioning": Amenity.AIR_CONDITIONING,
    "wheelchair": Amenity.WHEELCHAIR,
    "internet_access": Amenity.INTERNET,
    "payment:upi": Amenity.UPI,
    "payment:debit_cards": Amenity.CARDS,
    "payment:credit_cards": Amenity.CARDS,
    "reservation": Amenity.RESERVATION,
    "female": Amenity.FOR_WOMEN,
}
_NO = frozenset({"no", "none"})


def amenities_of(tags: Mapping[str, str]) -> tuple[Amenity, Amenity]:
    """Return what is known of the place, and of that what it offers; silence is not a no."""
    known, offered = NOTHING, NOTHING
    for tag, amenity in _TAGS.items():
        if value := tags.get(tag, "").strip().casefold():
            known |= amenity
            if value not in _NO:
                offered |= amenity
    return known, offered
