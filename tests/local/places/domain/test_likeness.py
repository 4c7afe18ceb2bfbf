import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.places.domain.likeness import is_alike, is_same_spelling

names = st.text("abcdé '&12 ", min_size=1, max_size=24)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Hotel Sagar", "Sagar"),
        ("Café Nilgiri", "CAFE NILGIRI"),
        ("Poornima Sweets", "Purnima Sweets"),
        ("Coffee Corner", "CoffeeCorner"),
        ("Udupi Park", "Park Udupi Restaurant"),
        ("Glow & Shine Salon", "Glow and Shine Beauty Parlour"),
        ("Green Leaf", "Green Leaf, Market Road"),
        ("The House", "House, The"),
        ("Shop 24", "Shop 24"),
        ("Lakshmi Bhavan", "Laxmi Bawan"),
    ],
)
def test_names_that_a_person_would_take_for_one(name: str, other: str) -> None:
    assert is_alike(name, other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Lakshmi Tailors", "Lakshmi Textiles"),
        ("Sagar", "Anand"),
        ("Hall A", "Hall B"),
        ("Counter 24", "Counter 25"),
        ("Mira Juices", "Mala Juices"),
        ("MP Traders", "KR Traders"),
        ("The House", "Boat House"),
        ("Hotel", "Restaurant"),
        ("!!", "Sagar"),
        ("!!", "??"),
    ],
)
def test_names_of_neighbours_are_told_apart(name: str, other: str) -> None:
    assert not is_alike(name, other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Vidya Bhandar", "Vidhya Bhandar"),
        ("Café Nilgiri", "Cafe nilgiri"),
        ("Hotel Sagar", "Sagar"),
        ("Sri Orchid", "Shree Orchid"),
    ],
)
def test_a_name_that_is_written_anew_is_the_same(name: str, other: str) -> None:
    assert is_same_spelling(name, other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Sagar", "New Sagar"),
        ("Green Leaf", "Green Leaf Deluxe"),
        ("Counter 24", "Counter 25"),
        ("Sagar", "Anand"),
        ("PQR", "PRS"),
        ("Hall A", "Hall B"),
    ],
)
def test_another_name_is_another_name(name: str, other: str) -> None:
    assert not is_same_spelling(name, other)


@given(name=names, other=names)
def test_likeness_has_no_direction(name: str, other: str) -> None:
    assert is_alike(name, other) == is_alike(other, name)
    assert is_same_spelling(name, other) == is_same_spelling(other, name)


@given(name=names)
def test_a_name_is_spelled_like_itself(name: str) -> None:
    assert is_same_spelling(name, name)
