"""Which of Google's place types do we count as a trade? From its Table A, as data.

Google's list of types is not part of its discovery document, so these words are checked by nobody
but Google: one that it does not know makes it refuse the question, and the fetch says so.
"""

from collections.abc import Collection, Mapping, Sequence

from local.businesses.domain.category import BusinessCategory

# More cannot be asked for at once.
MOST_TYPES = 50
_TYPES: Mapping[BusinessCategory, str] = {
    BusinessCategory.RESTAURANT: "restaurant fast_food_restaurant bar pub food_court"
    " ice_cream_shop juice_shop",
    BusinessCategory.CAFE: "cafe coffee_shop tea_house",
    BusinessCategory.BAKERY: "bakery confectionery dessert_shop",
    BusinessCategory.SALON: "hair_salon beauty_salon barber_shop nail_salon hair_care beautician",
    BusinessCategory.SPA: "spa massage sauna",
    BusinessCategory.GYM: "gym fitness_center sports_complex",
    BusinessCategory.CLINIC: "doctor dentist dental_clinic hospital medical_lab physiotherapist"
    " veterinary_care",
    BusinessCategory.PHARMACY: "pharmacy drugstore",
    BusinessCategory.GROCERY: "grocery_store supermarket convenience_store butcher_shop"
    " liquor_store food_store market",
    BusinessCategory.CLOTHING: "clothing_store shoe_store tailor",
    BusinessCategory.JEWELLERY: "jewelry_store",
    BusinessCategory.ELECTRONICS: "electronics_store cell_phone_store",
    BusinessCategory.RETAIL: "furniture_store hardware_store sporting_goods_store book_store"
    " gift_shop bicycle_store florist department_store shopping_mall home_goods_store",
    BusinessCategory.AUTOMOTIVE: "car_dealer car_repair car_wash car_rental gas_station"
    " auto_parts_store",
    BusinessCategory.EDUCATION: "school preschool primary_school secondary_school university",
    BusinessCategory.HOTEL: "hotel guest_house hostel motel lodging",
    BusinessCategory.SERVICES: "laundry travel_agency electrician plumber event_venue",
}


def google_types(trades: Collection[BusinessCategory]) -> Sequence[str]:
    """Return the types of these trades; none for the trade `other`."""
    return sorted({word for trade in trades for word in _TYPES.get(trade, "").split()})
