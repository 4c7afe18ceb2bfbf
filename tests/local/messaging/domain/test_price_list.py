"""A price question about one item of the list has that item's price; every other one has none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.messaging.domain.price_list import PriceItem, item_asked

DAY = date(2026, 11, 1)


def item(name: str, *others: str, hindi: str | None = None) -> PriceItem:
    return PriceItem(name=name, name_hi=hindi, other_names=others, price_paise=30_000, told_on=DAY)


LIST = [
    item("Haircut", "hair cutting", hindi="बाल कटाई"),
    item("Hair spa"),
    item("Gold facial"),
    item("Fruit facial"),
    item("Facial"),
    item("Whey protein 1 kg"),
]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("haircut price?", "Haircut"),
        ("how much is a hair cut", "Haircut"),
        ("What is the price of hair cutting", "Haircut"),
        ("hairct kitne ka hai", "Haircut"),
        ("बाल कटाई का रेट क्या है", "Haircut"),
        ("hair spa ka price", "Hair spa"),
        ("gold facial kitne ka", "Gold facial"),
        ("facial price", "Facial"),
        ("whey protein 1 kg price", "Whey protein 1 kg"),
    ],
)
def test_one_item_is_found_however_it_is_written(words: str, name: str) -> None:
    found = item_asked(words, LIST)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "words",
    [
        "",
        "price?",
        "price list",
        "haircut and facial price",
        "haircut for kids price",
        "bridal haircut price",
        "2 haircut price",
        "whey protein 5 kg price",
        "hair colour price",
        "haircut price in Pune",
        "pedicure rate",
    ],
)
def test_none_several_or_another_thing_is_a_persons(words: str) -> None:
    assert item_asked(words, LIST) is None


def test_two_items_of_one_name_are_none() -> None:
    assert item_asked("facial price", [item("Facial"), item("Face pack", "facial")]) is None


def test_without_a_list_nothing_is_found() -> None:
    assert item_asked("haircut price", []) is None


@given(st.text(max_size=60))
def test_whatever_is_written_the_order_of_the_list_is_nothing(text: str) -> None:
    assert item_asked(text, LIST) == item_asked(text, LIST[::-1])


@given(st.sampled_from(LIST), st.permutations(["kya", "hai", "price", "ka"]))
def test_an_item_is_found_in_any_question_about_its_price(
    asked: PriceItem, around: list[str]
) -> None:
    words = " ".join([*around[:2], asked.name, *around[2:]])
    assert item_asked(words, LIST) == asked
