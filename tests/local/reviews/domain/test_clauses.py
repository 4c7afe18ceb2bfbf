import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.reviews.domain.clauses import AFTER_CONTRAST, BEFORE_CONTRAST, GRANTED, clauses


def split(text: str) -> list[tuple[str, float]]:
    return [(" ".join(clause.words), clause.weight) for clause in clauses(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Good food. Slow staff!", [("good food", 1), ("slow staff", 1)]),
        ("Good food, slow staff", [("good food", 1), ("slow staff", 1)]),
        ("Accha hai। Bas", [("accha hai", 1), ("bas", 1)]),
        ("one\ntwo", [("one", 1), ("two", 1)]),
        ("Loved it😍", [("loved it 😍", 1)]),
        ("nice :) visit", [("nice :) visit", 1)]),
        ("see https://a.in/x or me@b.in", [("see or", 1)]),
        ("@govind #food", [("govind food", 1)]),
        ("खाना अच्छा", [("खाना अच्छा", 1)]),
        ("", []),
    ],
)
def test_a_text_falls_into_clauses(text: str, expected: list[tuple[str, float]]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize("but", ["but", "however", "lekin", "magar", "लेकिन"])
def test_what_follows_a_but_counts_more(but: str) -> None:
    assert split(f"nice place {but} slow") == [
        ("nice place", BEFORE_CONTRAST),
        ("slow", AFTER_CONTRAST),
    ]


def test_a_but_reaches_no_further_than_its_sentence() -> None:
    assert split("Nice. Good but slow. Fine.")[0] == ("nice", 1)
    assert split("Nice. Good but slow. Fine.")[-1] == ("fine", 1)


def test_par_is_a_but_only_where_a_clause_begins() -> None:
    assert split("table par khana") == [("table par khana", 1)]
    assert split("accha, par mehenga") == [
        ("accha", BEFORE_CONTRAST),
        ("mehenga", AFTER_CONTRAST),
    ]


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("although good, slow", [GRANTED, 1]),
        ("although, good, slow", [GRANTED, GRANTED, 1]),
        ("if it were good, fine", [GRANTED, 1]),
    ],
)
def test_what_is_granted_or_supposed_counts_less(text: str, weights: list[float]) -> None:
    assert [clause.weight for clause in clauses(text)] == weights


@given(st.text(max_size=200))
def test_every_clause_has_words(text: str) -> None:
    assert all(clause.words and clause.weight > 0 for clause in clauses(text))
