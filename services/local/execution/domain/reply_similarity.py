"""How much of a text was said before, word for word?"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

WORDS_IN_A_ROW = 5
# Google takes replies away that repeat one another; where its line is, is not known. This is ours.
MOST_SIMILAR_RATIO = 0.6


def runs(text: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of five words; a shorter text is one run."""
    words = [word.strip(".,;:!?।\"'()") for word in text.casefold().split()]
    count = max(1, len(words) - WORDS_IN_A_ROW + 1)
    return frozenset(tuple(words[at : at + WORDS_IN_A_ROW]) for at in range(count))


def similarity_ratio(one: str, other: str) -> float:
    """Return the Jaccard ratio of the runs: 0 for nothing in common, 1 for all."""
    return _ratio(runs(one), runs(other))


class Earlier:
    """The texts that were said before, taken apart once for many comparisons."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs = [runs(text) for text in texts]

    def most_similar_ratio(self, text: str) -> float:
        """Return the ratio to the nearest of them, 0 where there are none."""
        mine = runs(text)
        return max((_ratio(mine, theirs) for theirs in self._runs), default=0.0)


def _ratio(mine: AbstractSet[object], theirs: AbstractSet[object]) -> float:
    common = len(mine & theirs)
    return common / (len(mine) + len(theirs) - common)
