from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError, field_validator

from shared.errors import InvalidError
from shared.money import (
    MAX_PAISE,
    InvalidAmountError,
    Money,
    paise_of,
    paise_of_written,
    rupees_of,
)


@pytest.mark.parametrize(
    ("rupees", "paise"),
    [
        ("0", 0),
        ("999", 999_00),
        ("999.5", 999_50),
        ("999.50", 999_50),
        (" 12.34 ", 12_34),
        ("007", 7_00),
        ("92233720368547758.07", MAX_PAISE),
        (25_000, 25_000_00),
        (Decimal("0.01"), 1),
        (Decimal("-0"), 0),
        (Decimal("1E+3"), 1_000_00),
    ],
)
def test_rupees_become_exact_paise(rupees: Decimal | int | str, paise: int) -> None:
    assert paise_of(rupees) == paise


@pytest.mark.parametrize(
    ("rupees", "why"),
    [
        (Decimal("NaN"), "finite"),
        (Decimal("sNaN"), "finite"),
        (Decimal("Infinity"), "finite"),
        (Decimal("-Infinity"), "finite"),
        (-1, "negative"),
        (Decimal("-0.01"), "negative"),
        ("-5", "negative"),
        (Decimal("1.001"), "two decimals"),
        (Decimal("1.000"), "two decimals"),
        ("1.234", "two decimals"),
        ("92233720368547758.08", "larger"),
        (Decimal("1E+999999"), "larger"),
        (10**30, "larger"),
        ("NaN", "digits"),
        ("Infinity", "digits"),
        ("1e3", "digits"),
        ("1_000", "digits"),
        ("1,000", "digits"),
        ("+1", "digits"),
        ("1.", "digits"),
        (".5", "digits"),
        ("₹5", "digits"),
        ("१२", "digits"),
        ("", "digits"),
        ("9" * 10_000, "digits"),
        (True, "binary"),
    ],
)
def test_what_is_not_a_sum_is_refused_and_says_why(rupees: Decimal | int | str, why: str) -> None:
    with pytest.raises(InvalidAmountError, match=why) as refused:
        paise_of(rupees)
    assert isinstance(refused.value, InvalidError)
    assert len(refused.value.detail) < 200


def test_a_float_is_refused_even_when_types_are_ignored() -> None:
    with pytest.raises(InvalidAmountError, match="binary"):
        paise_of(0.1)  # pyright: ignore[reportArgumentType] - the wrong type is the test


def test_a_body_that_holds_a_bad_amount_names_the_field() -> None:
    class Body(BaseModel):
        budget: str

        @field_validator("budget")
        @classmethod
        def budget_is_an_amount(cls, budget: str) -> str:
            return str(paise_of(budget))

    with pytest.raises(ValidationError) as refused:
        Body(budget="-1")
    assert refused.value.errors()[0]["loc"] == ("budget",)


@given(paise=st.integers(0, MAX_PAISE))
def test_no_paisa_is_lost_on_the_way_there_and_back(paise: int) -> None:
    assert paise_of(rupees_of(paise)) == paise
    assert paise_of(str(rupees_of(paise))) == paise


@given(paise=st.integers(-MAX_PAISE, MAX_PAISE))
def test_rupees_are_exact_under_any_decimal_context(paise: int) -> None:
    with localcontext(prec=3):
        assert rupees_of(paise) == Decimal(f"{paise}E-2")


@pytest.mark.parametrize(
    ("paise", "amount"),
    [
        (999_00, "999.00"),
        (0, "0.00"),
        (5, "0.05"),
        (-150, "-1.50"),
        (10**18, "10000000000000000.00"),
    ],
)
def test_money_on_the_wire_has_two_decimals_and_a_currency(paise: int, amount: str) -> None:
    assert Money(paise).as_wire() == {"amount": amount, "currency": "INR"}


@pytest.mark.parametrize(
    ("written", "paise"),
    [
        ("1,200", 1_200_00),
        ("1,20,000.50", 120_000_50),
        ("1,200,000", 1_200_000_00),
        ("₹ 550", 550_00),
        ("Rs. 300/-", 300_00),
        ("99.5 INR", 99_50),
        ("300", 300_00),
    ],
)
def test_sums_are_read_as_people_write_them(written: str, paise: int) -> None:
    assert paise_of_written(written) == paise


@pytest.mark.parametrize("written", ["12,5", "1,2,3", "$5", "", "1,200,", "one", "-5"])
def test_what_may_mean_another_sum_is_refused(written: str) -> None:
    with pytest.raises(InvalidAmountError):
        paise_of_written(written)
