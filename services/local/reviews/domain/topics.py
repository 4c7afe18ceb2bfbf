"""What does a review talk about? Sets of words by trade, looked for clause by clause.

A topic that is mentioned in a clause takes that clause's opinion; where the clause holds none, the
topic is mentioned and nothing is said of it.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from local.businesses.domain.category import BusinessCategory
from local.reviews.domain.sentiment import Reading, Sentiment
from local.reviews.domain.spelling import english_spellings, hindi_spelling, plain

METHOD = "review_topics@1"


class Topic(StrEnum):
    """What customers of a shop talk about."""

    AMBIENCE = "ambience"
    BOOKING = "booking"
    CLEANLINESS = "cleanliness"
    DELIVERY = "delivery"
    DRINKS = "drinks"
    EQUIPMENT = "equipment"
    FOOD = "food"
    HAIR = "hair"
    LOCATION = "location"
    PARKING = "parking"
    PORTION = "portion"
    PRICE = "price"
    PRODUCT = "product"
    RETURNS = "returns"
    SERVICE = "service"
    SKIN = "skin"
    STAFF = "staff"
    TREATMENT = "treatment"
    VARIETY = "variety"
    WAIT = "wait"


_EVERYWHERE: Mapping[Topic, str] = {
    Topic.SERVICE: (
        "service services servicing serving served serve hospitality seva sewa सर्विस सेवा"
    ),
    Topic.STAFF: (
        "staff staffs waiter waiters manager managers owner employee employees stylist"
        " receptionist captain chef host steward server servers behaviour behavior attitude bartav"
        " bartaav malik स्टाफ कर्मचारी मालिक मैनेजर व्यवहार बर्ताव"
    ),
    Topic.PRICE: (
        "price prices priced pricing pricey cost costs costly expensive overpriced cheap"
        " affordable economical rate rates bill money budget worth discount discounts charges"
        " charged mehenga mahanga mehnga sasta saste kimat keemat daam paisa paise paisay कीमत दाम"
        " महंगा महंगी महंगे सस्ता सस्ती पैसा पैसे रेट"
    ),
    Topic.CLEANLINESS: (
        "clean unclean cleanliness dirty filthy hygiene hygienic unhygienic neat tidy washroom"
        " washrooms toilet toilets restroom cockroach insect insects smelly stinking saaf safai"
        " ganda gandi gande gandagi साफ सफाई गंदा गंदी गंदे गंदगी स्वच्छ"
    ),
    Topic.WAIT: (
        "wait waited waiting late delay delayed slow slowly queue prompt promptly der deri dheema"
        " intezar intzar देर देरी धीमा धीमी इंतजार"
    ),
    Topic.AMBIENCE: (
        "ambience ambiance ambient atmosphere decor decoration interior interiors music lighting"
        " lights vibe vibes seating cozy cosy crowded noisy mahaul mahol माहौल सजावट संगीत"
    ),
    Topic.BOOKING: (
        "booking bookings booked reservation reservations reserved reserve appointment"
        " appointments slot slots बुकिंग अपॉइंटमेंट"
    ),
    Topic.LOCATION: "location located address reachable landmark jagah जगह लोकेशन",
    Topic.PARKING: "parking valet पार्किंग",
}
_FOOD: Mapping[Topic, str] = {
    Topic.FOOD: (
        "food foods taste tastes tasted tasty tasteless delicious dish dishes starter starters"
        " biryani biriyani chicken mutton paneer roti naan dal curry buffet dessert desserts cake"
        " cakes pizza burger pasta noodles soup kebab kebabs meal meals breakfast lunch dinner"
        " dosa idli thali shawarma fish prawns sweet sweets khana khane khaana swad swaad khaanaa"
        " खाना खाने स्वाद स्वादिष्ट बिरयानी रोटी दाल भोजन मिठाई"
    ),
    Topic.DRINKS: (
        "drink drinks beer cocktail cocktails mocktail mocktails juice coffee tea chai lassi"
        " beverage beverages bar liquor चाय कॉफी जूस"
    ),
    Topic.PORTION: "quantity portion portions matra मात्रा",
    Topic.VARIETY: "menu variety options choices spread मेन्यू",
    Topic.DELIVERY: "delivery deliver delivered packaging packing packed parcel डिलीवरी पैकिंग",
}
_BEAUTY: Mapping[Topic, str] = {
    Topic.HAIR: (
        "hair haircut haircuts hairstyle colour color highlights keratin smoothening"
        " straightening spa baal shave beard बाल हेयरकट"
    ),
    Topic.SKIN: (
        "facial facials skin waxing wax threading cleanup makeup bridal manicure pedicure nails"
        " mehndi फेशियल त्वचा मेकअप"
    ),
    Topic.TREATMENT: "massage therapist therapy treatment treatments मसाज",
    Topic.PRODUCT: "product products प्रोडक्ट",
}
_SHOP: Mapping[Topic, str] = {
    Topic.PRODUCT: (
        "product products quality item items stock material fabric design designs saman samaan"
        " maal सामान माल क्वालिटी"
    ),
    Topic.VARIETY: "variety collection range options choice choices brands कलेक्शन",
    Topic.RETURNS: (
        "return returns returned exchange exchanged refund refunded warranty guarantee वापस रिफंड"
    ),
    Topic.DELIVERY: "delivery deliver delivered packaging packing packed parcel डिलीवरी पैकिंग",
}
_CARE: Mapping[Topic, str] = {
    Topic.TREATMENT: (
        "doctor doctors treatment diagnosis medicine medicines therapy ilaj ilaaj dawai डॉक्टर"
        " इलाज दवा दवाई"
    ),
}
_TRAINING: Mapping[Topic, str] = {
    Topic.EQUIPMENT: "equipment machine machines treadmill weights ac मशीन",
    Topic.TREATMENT: (
        "trainer trainers training coach class classes teacher teachers faculty course"
    ),
}
_BY_TRADE: Mapping[BusinessCategory, Mapping[Topic, str]] = {
    **dict.fromkeys((BusinessCategory.RESTAURANT, BusinessCategory.CAFE), _FOOD),
    **dict.fromkeys((BusinessCategory.BAKERY, BusinessCategory.HOTEL), _FOOD),
    **dict.fromkeys((BusinessCategory.SALON, BusinessCategory.SPA), _BEAUTY),
    BusinessCategory.CLINIC: _CARE,
    **dict.fromkeys((BusinessCategory.GYM, BusinessCategory.EDUCATION), _TRAINING),
}


def topics(reading: Reading, trade: BusinessCategory) -> dict[Topic, Sentiment | None]:
    """Return the topics that a review of this trade mentions, None where nothing is said of one."""
    words = _WORDS[trade]
    sums: dict[Topic, float] = {}
    for clause, found in zip(reading.clauses, reading.opinions, strict=True):
        weight = clause.weight * sum(opinion.weight for opinion in found)
        for topic in {topic for word in clause.words for topic in _topics_of(word, words)}:
            sums[topic] = sums.get(topic, 0.0) + weight
    return {topic: _side(weight) for topic, weight in sorted(sums.items())}


def _side(weight: float) -> Sentiment | None:
    if not weight:
        return None
    return Sentiment.POSITIVE if weight > 0 else Sentiment.NEGATIVE


def _topics_of(word: str, words: Mapping[str, frozenset[Topic]]) -> Iterator[Topic]:
    for spelling in (*english_spellings(word), hindi_spelling(word)):
        if spelling in words:
            yield from words[spelling]
            return


def _words_of(trade: BusinessCategory) -> dict[str, frozenset[Topic]]:
    found: dict[str, frozenset[Topic]] = {}
    for topic, text in (*_EVERYWHERE.items(), *_BY_TRADE.get(trade, _SHOP).items()):
        for word in plain(text).split():
            for spelling in {word, hindi_spelling(word)}:
                found[spelling] = found.get(spelling, frozenset()) | {topic}
    return found


_WORDS = {trade: _words_of(trade) for trade in BusinessCategory}
