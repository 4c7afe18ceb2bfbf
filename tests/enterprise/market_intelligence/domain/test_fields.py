from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprise.market_intelligence.domain.fields import (
    FieldError,
    FieldValue,
    channel_of,
    count_in,
    day_of,
    millionths_in,
    paise_in,
)

LATEST = date(2026, 11, 22)


@pytest.mark.parametrize("text", ["2000-01-01", "2024-02-29", "2026-11-22"])
def test_a_day_between_the_borders_is_taken(text: str) -> None:
    assert day_of(text, LATEST).isoformat() == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("9999-12-31", "future"),
        ("2026-11-23", "future"),
        ("1999-12-31", "before"),
        ("2023-02-29", "not a day"),
        ("20240101", "not a day"),
        ("2024-W01-1", "not a day"),
        ("01/02/2024", "not a day"),
        ("2024-1-1", "not a day"),
        ("٢٠٢٤-01-01", "not a day"),
        ("2024-01-01T00:00", "not a day"),
        ("x" * 5_000, "not a day"),
    ],
)
def test_any_other_day_is_refused_with_its_reason(text: str, why: str) -> None:
    with pytest.raises(FieldError, match=why) as refused:
        day_of(text, LATEST)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("value", "paise"),
    [
        ("0", 0),
        ("10", 1_000),
        ("10.5", 1_050),
        ("10.05", 1_005),
        ("0.01", 1),
        (" 7 ", 700),
        (12, 1_200),
        (Decimal("12.34"), 1_234),
        (Decimal("1E+3"), 100_000),
        ("90000000000000000", 9_000_000_000_000_000_000),
    ],
)
def test_rupees_become_paise_exactly(value: FieldValue, paise: int) -> None:
    assert paise_in(value) == paise


@pytest.mark.parametrize(
    "value",
    ["-1", "-0.01", "1.005", "NaN", "inf", "-inf", "1e3", "1,000", "₹10", "", "1_0", "٣", "9" * 17,
     Decimal("-NaN"), Decimal("Infinity"), Decimal("1E+999999"), Decimal(-3), -5, 10**400],
)  # fmt: skip
def test_what_is_not_an_amount_is_refused(value: FieldValue) -> None:
    with pytest.raises(FieldError):
        paise_in(value)


@given(st.integers(0, 10**15))
def test_every_amount_comes_through_unchanged(paise: int) -> None:
    assert paise_in(f"{paise // 100}.{paise % 100:02d}") == paise


@pytest.mark.parametrize(
    ("value", "count"),
    [("0", 0), ("12", 12), ("12.0", 12), ("12.", 12), (7, 7), ("1" + "0" * 12, 10**12)],
)
def test_whole_numbers_are_counts(value: FieldValue, count: int) -> None:
    assert count_in(value) == count


@pytest.mark.parametrize("value", ["1.5", "-1", "abc", "1e3", "nan", "9" * 13, "9" * 400, -2])
def test_what_is_not_a_count_is_refused(value: FieldValue) -> None:
    with pytest.raises(FieldError):
        count_in(value)


@pytest.mark.parametrize(
    ("value", "millionths"),
    [
        ("1", 1_000_000),
        ("0.37", 370_000),
        ("12.3333333333", 12_333_333),
        ("0.0000005", 0),
        ("0.0000015", 2),
        (Decimal("0.1"), 100_000),
        ("1000000000000", 10**18),
    ],
)
def test_parts_of_a_conversion_are_kept_in_millionths(value: FieldValue, millionths: int) -> None:
    assert millionths_in(value) == millionths


@pytest.mark.parametrize(
    "value", ["-0.1", "NaN", "1e2", "", "1000000000000.1", Decimal("Infinity")]
)
def test_what_is_not_a_number_of_conversions_is_refused(value: FieldValue) -> None:
    with pytest.raises(FieldError):
        millionths_in(value)


def test_a_channel_is_trimmed_and_spelt_in_one_way() -> None:
    assert channel_of("  Cafe\u0301 ads ") == "Caf\u00e9 ads"


@pytest.mark.parametrize(
    "text", ["", "   ", "x" * 101, "a\tb", "a\x00b", "a\nb", "\ud800", "a\u202eb"]
)
def test_what_is_not_a_channel_is_refused(text: str) -> None:
    with pytest.raises(FieldError):
        channel_of(text)
