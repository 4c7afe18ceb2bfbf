"""Of which sentences are replies made, in whichever language?

None says what a machine cannot know or has not done: that words were read out, passed on, noted.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """The parts of a reply in one language; `{word}` is what the review itself says.

    `thanks` opens an answer to praise, `regrets` one to complaint, `both_sides` one to praise that
    holds something back; `about_nouns`, `about_praise` and `about_complaints` take up a word of
    the review; `farewells` and `promises` close.
    """

    thanks: Sequence[str]
    about_nouns: Sequence[str]
    about_praise: Sequence[str]
    farewells: Sequence[str]
    regrets: Sequence[str]
    both_sides: Sequence[str]
    about_complaints: Sequence[str]
    promises: Sequence[str]
