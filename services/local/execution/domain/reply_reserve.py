"""Does a review hold something back, however kind it is?

"Great food, but be patient for the service" is no praise to thank for by machine. Words of blame
and of so-so tell it, and the turns in which people wrap a complaint: but, could be, would have.
"""

from collections.abc import Sequence

from local.reviews.domain.sentiment import Reading
from local.reviews.domain.spelling import plain

METHOD = "reply_reserve@1"

_TURNS = """
although, though, tho, however, except, otherwise, only one, only thing, just one, improve,
improved, improvement, better if, be better, could be, could have, should be, should have, would
be better, would have, would love it if, wish, suggestion, suggest, advice, lack, lacks,
lacking, missing, unfortunately, dont expect, dont have, not much, not many, nothing great, not
very, not so, too loud, too much, too sweet, too spicy, too salty, a bit, a little, little more,
bit more, some more, had to, makes you wait, be patient, takes time, took time, took long,
expensive, pricey, uncomfortable, crowded, similar, below par, downside, drawback, wait time,
not that, so so, please stop, lekin, magar, par thoda, thoda, thodi, kami, sudhar, aur accha ho
sakta, kash, लेकिन, मगर, परंतु, थोड़ा, थोड़ी, कमी, सुधार, काश
"""
_PHRASES = frozenset(
    tuple(plain(word) for word in phrase.split()) for phrase in _TURNS.split(",") if phrase.strip()
)
_LONGEST = max(len(phrase) for phrase in _PHRASES)


def has_reserve(reading: Reading) -> bool:
    """Tell whether any clause blames, is lukewarm, or turns."""
    said = [opinion for opinions in reading.opinions for opinion in opinions]
    if any(opinion.weight < 0 or opinion.is_middling for opinion in said):
        return True
    # A sentence with "but" is taken apart there: what follows weighs more, what precedes less.
    if any(clause.weight != 1 for clause in reading.clauses):
        return True
    return any(_turns(clause.words) for clause in reading.clauses)


def _turns(words: Sequence[str]) -> bool:
    starts = range(len(words))
    return any(
        tuple(words[at : at + length]) in _PHRASES
        for at in starts
        for length in range(1, _LONGEST + 1)
    )
