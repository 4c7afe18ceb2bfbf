"""Which item of the shop's price list does a message ask for? One, or it is a person's to say.

Every word must be explained: it names the item, or belongs to asking a price. "Haircut for kids" is
not the haircut of the list, and "2 kg" not its price.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from rapidfuzz.distance import OSA

from local.messaging.domain.message_words import words_of

MOST_ITEMS = 500
_SHORTEST_MISSPELT, _LONG_WORD = 4, 7
_ASKING_WORDS = """hi hii hello hey hlo namaste namaskar sir madam mam bhai bhaiya ji please pls plz
    kindly dear what whats what's is are the a an of for your you do u how much does cost costs
    price prices
    rate rates charge charges charged tell me can know i want to get need amount rupees rs it
    this that there any and per ka ki ke kya hai hain h kitna kitne kitni mein main me lagega
    lagenge paise rupaye rupay daam dam batao bataye bataiye bata do dijiye dena chahiye aap aapke
    yahan mujhe padega padta hota hoti wala wali को का की के क्या है हैं कितना कितने कितनी में लगेगा
    लगेंगे दाम रेट कीमत प्राइस बताओ बताइए बताएं बता दो दीजिए जी भाई नमस्ते मुझे आप आपके यहाँ यहां कृपया
    रुपये पैसे चार्ज"""
_ASKING = frozenset(word for part in _ASKING_WORDS.split() for word in words_of(part))


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceItem:
    """A thing or a service with its price, as the shop told of it on a day."""

    name: str
    price_paise: int
    told_on: date
    name_hi: str | None = None
    unit: str | None = None
    other_names: Sequence[str] = ()

    @property
    def names(self) -> Sequence[str]:
        """Return everything that it is called."""
        return [self.name, *([self.name_hi] if self.name_hi else []), *self.other_names]


def item_asked(text: str, items: Sequence[PriceItem]) -> PriceItem | None:
    """Return the one item that a message names; None where it names none, several or more."""
    words = words_of(text)
    named = [(item, _explained(words, item)) for item in items]
    best = max((len(explained) for _, explained in named), default=0)
    fitting = [(item, explained) for item, explained in named if best and len(explained) == best]
    if len(fitting) != 1:
        return None
    item, explained = fitting[0]
    rest = [word for index, word in enumerate(words) if index not in explained]
    return item if all(word in _ASKING for word in rest) else None


def _explained(words: Sequence[str], item: PriceItem) -> Collection[int]:
    """Return which words name the item: those of the name that explains most of them."""
    return max((_places(words, words_of(name)) for name in item.names), key=len, default=())


def _places(words: Sequence[str], name: Sequence[str]) -> Collection[int]:
    """Return where the words of a name stand, all of them or none; "hair cut" is "haircut"."""
    places = [_place(words, part) for part in name]
    if name and None not in places:
        return {place for place in places if place is not None}
    joined = "".join(name)
    for index, pair in enumerate(pairwise(words)):
        if joined and _is_same("".join(pair), joined):
            return {index, index + 1}
    single = _place(words, joined) if joined else None
    return set() if single is None else {single}


def _place(words: Sequence[str], part: str) -> int | None:
    exact = [index for index, word in enumerate(words) if word == part]
    near = exact or [index for index, word in enumerate(words) if _is_same(word, part)]
    return near[0] if near else None


def _is_same(word: str, part: str) -> bool:
    if min(len(word), len(part)) < _SHORTEST_MISSPELT or word[0] != part[0]:
        return word == part
    most = 1 if len(part) < _LONG_WORD else 2
    return OSA.distance(word, part, score_cutoff=most) <= most
