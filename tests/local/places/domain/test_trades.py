import pytest

from local.businesses.domain.category import BusinessCategory
from local.places.domain.trades import TRADES, trade_of_tags, trade_of_word


@pytest.mark.parametrize(
    ("tags", "category", "tag"),
    [
        ({"amenity": "restaurant", "shop": "confectionery"}, "restaurant", "amenity=restaurant"),
        ({"amenity": "fast_food"}, "restaurant", "amenity=fast_food"),
        ({"shop": "hairdresser"}, "salon", "shop=hairdresser"),
        ({"amenity": "clinic", "healthcare": "clinic"}, "clinic", "amenity=clinic"),
        ({"amenity": "bank"}, "other", "amenity=bank"),
        ({"amenity": "unheard_of", "shop": "bakery"}, "bakery", "shop=bakery"),
    ],
)
def test_tags_name_a_trade(tags: dict[str, str], category: str, tag: str) -> None:
    assert trade_of_tags(tags) == (BusinessCategory(category), tag)


def test_without_a_tag_that_names_a_trade_there_is_none() -> None:
    assert trade_of_tags({"name": "A", "building": "yes", "shop": ""}) is None


@pytest.mark.parametrize(
    ("word", "category"),
    [
        ("Salon", "salon"),
        (" shop=bakery ", "bakery"),
        ("hairdresser", "salon"),
        ("fast_food", "restaurant"),
        ("spaceport", "other"),
    ],
)
def test_a_word_names_a_trade(word: str, category: str) -> None:
    assert trade_of_word(word) == category


def test_every_trade_but_other_is_on_the_map() -> None:
    assert set(TRADES.values()) == set(BusinessCategory) - {BusinessCategory.OTHER}
