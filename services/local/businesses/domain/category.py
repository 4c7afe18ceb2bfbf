"""Which trade is it, and whose customers does it compete for?"""

from enum import StrEnum


class BusinessCategory(StrEnum):
    """The trades we tell apart, for businesses and for the places around them alike."""

    RESTAURANT = "restaurant"
    CAFE = "cafe"
    BAKERY = "bakery"
    SALON = "salon"
    SPA = "spa"
    GYM = "gym"
    CLINIC = "clinic"
    PHARMACY = "pharmacy"
    GROCERY = "grocery"
    CLOTHING = "clothing"
    JEWELLERY = "jewellery"
    ELECTRONICS = "electronics"
    RETAIL = "retail"
    AUTOMOTIVE = "automotive"
    EDUCATION = "education"
    HOTEL = "hotel"
    SERVICES = "services"
    OTHER = "other"


_FOOD = frozenset({BusinessCategory.RESTAURANT, BusinessCategory.CAFE})
_BEAUTY = frozenset({BusinessCategory.SALON, BusinessCategory.SPA})


def rival_categories(category: BusinessCategory) -> frozenset[BusinessCategory]:
    """Return the trades that compete with this one; nothing certain competes with `other`."""
    if category is BusinessCategory.OTHER:
        return frozenset()
    for trade in (_FOOD, _BEAUTY):
        if category in trade:
            return trade
    return frozenset({category})
