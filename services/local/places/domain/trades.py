"""Which of our trades does a source mean? The map from OpenStreetMap tags, as data.

Keys are looked up in the order of `TAG_KEYS`, so that a restaurant that also sells pastry is a
restaurant. Cosmetics, perfume and tattoo shops count as salons: map data files them together.
"""

from collections.abc import Mapping, Sequence

from local.businesses.domain.category import BusinessCategory

TAG_KEYS = ("amenity", "healthcare", "shop", "leisure", "tourism", "craft", "office")

_VALUES: Mapping[BusinessCategory, Mapping[str, str]] = {
    BusinessCategory.RESTAURANT: {
        "amenity": "restaurant fast_food bar pub food_court ice_cream juice_bar biergarten",
        "craft": "caterer",
    },
    BusinessCategory.CAFE: {"amenity": "cafe"},
    BusinessCategory.BAKERY: {"shop": "bakery pastry confectionery chocolate"},
    BusinessCategory.SALON: {
        "shop": "hairdresser beauty cosmetics tattoo perfumery hairdresser_supply nails"
    },
    BusinessCategory.SPA: {"shop": "massage", "leisure": "spa sauna", "amenity": "spa"},
    BusinessCategory.GYM: {
        "leisure": "fitness_centre sports_centre sports_hall dance",
        "amenity": "gym",
    },
    BusinessCategory.CLINIC: {
        "amenity": "clinic doctors dentist hospital veterinary",
        "healthcare": "clinic doctor dentist hospital centre physiotherapist laboratory"
        " counselling rehabilitation nursing yes",
    },
    BusinessCategory.PHARMACY: {
        "amenity": "pharmacy",
        "healthcare": "pharmacy",
        "shop": "chemist medical_supply",
    },
    BusinessCategory.GROCERY: {
        "shop": "supermarket convenience greengrocer dairy butcher kiosk beverages alcohol wine"
        " tea coffee seafood farm general spices deli grocery nuts",
        "amenity": "marketplace",
    },
    BusinessCategory.CLOTHING: {
        "shop": "clothes boutique fabric shoes bag fashion_accessories tailor fashion baby_goods"
    },
    BusinessCategory.JEWELLERY: {"shop": "jewelry watches watch"},
    BusinessCategory.ELECTRONICS: {
        "shop": "electronics mobile_phone computer appliance electrical hifi radiotechnics photo"
        " lighting video_games"
    },
    BusinessCategory.RETAIL: {
        "shop": "furniture optician hardware sports stationery bicycle books gift toys pet florist"
        " department_store mall interior_decoration bed houseware wholesale garden_centre kitchen"
        " trade craft art variety_store paint flooring doityourself hearing_aids yes",
    },
    BusinessCategory.AUTOMOTIVE: {
        "shop": "car car_repair car_parts motorcycle motorcycle_repair tyres",
        "amenity": "car_wash car_rental fuel",
    },
    BusinessCategory.EDUCATION: {
        "amenity": "school college prep_school language_school music_school driving_school"
        " dancing_school training kindergarten childcare university",
        "office": "educational_institution",
    },
    BusinessCategory.HOTEL: {"tourism": "hotel guest_house hostel motel apartment"},
    BusinessCategory.SERVICES: {
        "shop": "copyshop travel_agency dry_cleaning laundry",
        "craft": "electrician plumber carpenter photographer gardener",
        "amenity": "events_venue coworking_space internet_cafe studio",
    },
}
TRADES: Mapping[str, BusinessCategory] = {
    f"{key}={value}": category
    for category, keys in _VALUES.items()
    for key, values in keys.items()
    for value in values.split()
}

# The trades that some tag means, and the tags that mean any of them: what a map is asked for.
MAPPED_TRADES = frozenset(_VALUES)
TAGS: Mapping[str, Sequence[str]] = {
    key: sorted({value for keys in _VALUES.values() for value in keys.get(key, "").split()})
    for key in TAG_KEYS
}


def trade_of_tags(tags: Mapping[str, str]) -> tuple[BusinessCategory, str] | None:
    """Return our trade and the tag it follows from; a tag we do not map is `other`."""
    named = [f"{key}={value}" for key in TAG_KEYS if (value := tags.get(key))]
    if not named:
        return None
    for tag in named:
        if tag in TRADES:
            return TRADES[tag], tag
    return BusinessCategory.OTHER, named[0]


def trade_of_word(word: str) -> BusinessCategory:
    """Return the trade that one word means: our own name of it, or a tag such as `shop=bakery`."""
    plain = word.strip().casefold()
    if plain in set(BusinessCategory):
        return BusinessCategory(plain)
    if plain in TRADES:
        return TRADES[plain]
    tags = (f"{key}={plain}" for key in TAG_KEYS)
    return next((TRADES[tag] for tag in tags if tag in TRADES), BusinessCategory.OTHER)
