"""Which of a review's own words does a reply take up?

A noun of the trade out of a clause that praises it, or else a word of praise itself. Every word
comes from our own lists: a name, a number or a word of abuse can never be one of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from local.reviews.domain.sentiment import Reading
from local.reviews.domain.spelling import plain

# What fits behind "what you say about the …"; our own list.
_FIT_BEHIND_THE = """
service hospitality staff staffs waiter waiters chef host hosts owner stylist stylists manager
behaviour price prices pricing rates budget cleanliness hygiene ambience ambiance atmosphere
decor decoration interior interiors music lighting lights vibe vibes seating view location
parking valet food foods taste tastes dish dishes starter starters biryani biriyani chicken
mutton paneer roti naan dal curry buffet dessert desserts cake cakes pizza pizzas burger burgers
pasta noodles soup soups kebab kebabs meal meals breakfast lunch dinner dosa idli thali shawarma
fish prawns sweets drink drinks beer cocktail cocktails mocktail mocktails juice coffee tea chai
lassi beverages quantity portions menu variety spread delivery packaging packing hair haircut
haircuts hairstyle colour highlights keratin smoothening spa shave beard facial facials skin
waxing threading cleanup makeup manicure pedicure nails mehndi massage therapist product
products quality items stock collection range fabric design designs doctor doctors treatment
trainer trainers training coach classes equipment machines khana khaana swad swaad saman samaan
maal jagah mahaul mahol seva sewa safai bartav सर्विस सेवा स्टाफ व्यवहार बर्ताव सफाई माहौल सजावट
संगीत जगह खाना खाने स्वाद बिरयानी रोटी दाल भोजन मिठाई चाय कॉफी जूस मेन्यू डिलीवरी पैकिंग बाल
हेयरकट फेशियल मेकअप मसाज प्रोडक्ट सामान माल क्वालिटी कलेक्शन डॉक्टर इलाज मशीन
"""
_NOUNS = frozenset(plain(word) for word in _FIT_BEHIND_THE.split())
_LONGEST_WORDS = 2
_SHORTEST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """A word of the review, as it was written there but in small letters."""

    word: str
    is_noun: bool


def mention(reading: Reading, *, in_praise: bool) -> Mention | None:
    """Return the word to take up; None where there is none that could not embarrass.

    An answer to praise takes up what is praised, any other what is blamed: there only nouns.
    """
    nouns = list(_nouns(reading, in_praise=in_praise))
    if nouns:
        return Mention(nouns[0], is_noun=True)
    words: Sequence[str] = _praise(reading) if in_praise else ()
    return Mention(words[0], is_noun=False) if words else None


def _nouns(reading: Reading, *, in_praise: bool) -> Iterator[str]:
    for clause, said in zip(reading.clauses, reading.opinions, strict=True):
        weight = sum(opinion.weight for opinion in said)
        if weight == 0 or (weight > 0) is not in_praise:
            continue
        yield from (word for word in clause.words if word in _NOUNS)


def _praise(reading: Reading) -> Sequence[str]:
    return [
        opinion.phrase
        for said in reading.opinions
        for opinion in said
        if opinion.weight > 0 and _is_quotable(opinion.phrase)
    ]


def _is_quotable(phrase: str) -> bool:
    words = phrase.split()
    is_long_enough = any(len(word) >= _SHORTEST_LETTERS for word in words)
    is_words = all(word[0].isalpha() and not any(map(str.isdigit, word)) for word in words)
    return len(words) <= _LONGEST_WORDS and is_long_enough and is_words
