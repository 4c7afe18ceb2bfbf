import pytest
from pydantic import ValidationError

from shared.http.schemas import Name, Page, RequestBody


class Purchase(RequestBody):
    name: Name
    price: float = 0.0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "x", "naem": "y"}, "naem"),
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": 5}, "name"),
        ({"name": "x", "price": float("nan")}, "price"),
        ({"name": "x", "price": float("inf")}, "price"),
        ({"name": "x", "price": "-Infinity"}, "price"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(values: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Purchase.model_validate(values)
    assert [error["loc"] for error in refused.value.errors()] == [(field,)]


def test_a_name_loses_the_space_around_it() -> None:
    assert Purchase(name="  Asha Salon ").name == "Asha Salon"


def test_a_page_is_items_and_where_to_go_on() -> None:
    page = Page[int](items=[1, 2], next_cursor=None)
    assert page.model_dump() == {"items": [1, 2], "next_cursor": None}
