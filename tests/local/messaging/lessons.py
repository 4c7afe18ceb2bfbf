"""Labelled messages of a shop that does not exist, enough of them to learn from."""

from collections.abc import Sequence

from local.messaging.domain.reading_model import Labelled

_PLACES = ("Noida", "Gurgaon", "Rohini", "Dwarka", "Saket", "Pune", "Thane", "Salt Lake")
_GIFTS = ("saree", "kurta", "dupatta", "lehenga", "stole", "shawl", "jacket", "blouse")
_SAID = {
    "delivery": (
        "do you send a {gift} to {place}",
        "can the {gift} reach me in {place}",
        "{place} mein {gift} bhejte ho",
    ),
    "product": (
        "which {gift} suits a wedding in {place}",
        "is the {place} {gift} pure silk",
        "{place} wala {gift} kaisa kapda",
    ),
    "trade": (
        "I want wholesale {gift} for my boutique in {place}",
        "bulk {gift} for resellers {place}",
        "{place} boutique owner, {gift} in bulk",
    ),
    "order_change": (
        "make my {gift} blue instead, {place}",
        "swap the {gift} of my {place} parcel",
        "{place} wala {gift} badal do",
    ),
}


def lessons() -> Sequence[Labelled]:
    """Return about two hundred messages of four intents."""
    return [
        Labelled(words=said.format(place=place, gift=gift), label=label)
        for label, sayings in _SAID.items()
        for said in sayings
        for index, place in enumerate(_PLACES)
        for gift in (_GIFTS[index], _GIFTS[(index + 3) % len(_GIFTS)])
    ]
