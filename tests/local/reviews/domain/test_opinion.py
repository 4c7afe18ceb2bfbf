import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.reviews.domain.opinion import STRENGTHENED, WEAKENED, opinions


def said(text: str) -> list[tuple[str, float]]:
    return [(opinion.phrase, opinion.weight) for opinion in opinions(text.split())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("good food", [("good", 1)]),
        ("not good", [("not good", -1)]),
        ("not at all good", [("not at all good", -1)]),
        ("didnt like the tasty food", [("didnt like the tasty", -1)]),
        ("accha nahi tha", [("accha nahi", -1)]),
        ("accha bhi nahi tha", [("accha bhi nahi", -1)]),
        ("खाना अच्छा नहीं था", [("अच्छा नहीं", -1)]),
        ("कम अच्छा", [("कम अच्छा", -1)]),
        ("nahi accha", [("nahi accha", -1)]),
        # In Hindi the verb is last: this "nahi" belongs to what came before.
        ("gaya nahi tha accha", [("accha", 1)]),
        ("accha hai aap nahi aaye", [("accha", 1)]),
        ("good slow", [("good", 1), ("slow", -1)]),
        ("not good slow", [("not good", -1), ("slow", -1)]),
        ("very good", [("good", STRENGTHENED)]),
        ("bahut kharab", [("kharab", -STRENGTHENED)]),
        ("slightly slow", [("slow", -WEAKENED)]),
        ("no doubt good", [("good", 1)]),
        ("never disappoints", [("never disappoints", 2)]),
        ("not okay", [("not okay", -1)]),
        ("theek nahi tha", [("theek nahi", -1)]),
        ("table", []),
    ],
)
def test_neighbours_turn_and_strengthen(text: str, expected: list[tuple[str, float]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize("text", ["not bad", "bura nahi", "bura bhi nahi hai", "बुरा नहीं"])
def test_not_bad_says_that_it_was_so_so(text: str) -> None:
    (opinion,) = opinions(text.split())
    assert (opinion.weight, opinion.is_middling) == (0, True)


def test_not_the_worst_says_nothing() -> None:
    assert said("not worst") == []


WORDS = st.sampled_from(("good", "bad", "not", "nahi", "very", "table", "accha", "aap", "food"))


@given(st.lists(WORDS, max_size=12))
def test_no_word_is_read_as_praise_and_blame_at_once(words: list[str]) -> None:
    assert len(list(opinions(words))) <= len(words)
