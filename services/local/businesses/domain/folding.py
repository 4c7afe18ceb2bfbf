"""When are two names the same? Case, accents, punctuation and width do not tell them apart."""

import unicodedata
from functools import lru_cache

_LATIN_ACCENTS = range(0x0300, 0x0370)
# The names of the places around a busy shop, asked for again and again.
_NAMES_REMEMBERED = 50_000


@lru_cache(maxsize=_NAMES_REMEMBERED)
def folded(name: str) -> str:
    """Return the name as we compare names; vowel signs of Indian scripts stay, they are letters."""
    decomposed = unicodedata.normalize("NFKD", name.replace("&", "and")).casefold()
    return "".join(character for character in decomposed if _tells_apart(character))


def _tells_apart(character: str) -> bool:
    if ord(character) in _LATIN_ACCENTS:
        return False
    return character.isalnum() or unicodedata.category(character).startswith("M")
