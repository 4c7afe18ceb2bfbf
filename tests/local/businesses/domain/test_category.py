import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.category import BusinessCategory, rival_categories

categories = st.sampled_from(BusinessCategory)


@pytest.mark.parametrize(
    ("category", "rivals"),
    [
        ("restaurant", {"restaurant", "cafe"}),
        ("spa", {"salon", "spa"}),
        ("gym", {"gym"}),
        ("other", set[str]()),
    ],
)
def test_trades_compete_for_the_same_customers(category: str, rivals: set[str]) -> None:
    assert rival_categories(BusinessCategory(category)) == rivals


@given(one=categories, other=categories)
def test_competition_is_mutual(one: BusinessCategory, other: BusinessCategory) -> None:
    assert (other in rival_categories(one)) == (one in rival_categories(other))
