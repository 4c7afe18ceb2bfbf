from datetime import UTC, datetime
from decimal import Decimal

import pytest

from local.reviews.domain.review_fields import (
    Columns,
    DateOrder,
    UnusableReviewError,
    fields_of,
    named_columns,
    refuse_unknown,
)
from local.reviews.errors import UnknownColumnError

NAMED = {"text": "text", "stars": "stars", "written_at": "time", "id": "id"}
DMY, MDY = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["review", "rating", "time"], {"text": "review", "stars": "rating", "written_at": "time"}),
        (["Review Text", "Star_Rating"], {"text": "Review Text", "stars": "Star_Rating"}),
        (
            ["reviewId", "comment", "starRating"],
            {"id": "reviewId", "text": "comment", "stars": "starRating"},
        ),
        (["review", "text"], {"text": "text"}),
        (["name"], {}),
    ],
)
def test_fields_are_found_by_the_names_that_files_use(
    names: list[str], expected: dict[str, str]
) -> None:
    assert named_columns(names, Columns()) == expected


def test_a_chosen_column_goes_before_a_known_name() -> None:
    assert named_columns(["text", "wahi"], Columns(text="wahi")) == {"text": "wahi"}


def test_a_chosen_column_must_be_there() -> None:
    refuse_unknown(["text", "wahi"], Columns(text="wahi"))
    with pytest.raises(UnknownColumnError, match="text_column"):
        refuse_unknown(["text"], Columns(text="wahi"))


@pytest.mark.parametrize(
    ("value", "stars"),
    [
        ("5", "5.0"),
        (4.5, "4.5"),
        ("FIVE", "5.0"),
        ("One", "1.0"),
        (3, "3.0"),
        (" 2.5 ", "2.5"),
    ],
)
def test_stars_are_numbers_or_words(value: object, stars: str) -> None:
    assert fields_of({"stars": value}, NAMED, DMY).stars == Decimal(stars)


@pytest.mark.parametrize("value", ["", None, "0", 0.0, "STAR_RATING_UNSPECIFIED"])
def test_no_stars_are_not_zero_stars(value: object) -> None:
    assert fields_of({"stars": value, "text": "x"}, NAMED, DMY).stars is None


@pytest.mark.parametrize(
    "value", ["Like", "6", "-1", "0.4", "nan", "inf", "1_0", "4.25", True, [5]]
)
def test_other_stars_are_refused(value: object) -> None:
    with pytest.raises(UnusableReviewError) as caught:
        fields_of({"stars": value}, NAMED, DMY)
    assert caught.value.reason == "stars_invalid"


@pytest.mark.parametrize(
    ("written", "order", "expected"),
    [
        ("5/25/2019 15:54", MDY, datetime(2019, 5, 25, 15, 54)),  # noqa: DTZ001 - naive as the file
        ("25-05-2019", DMY, datetime(2019, 5, 25)),  # noqa: DTZ001 - naive as the file
        ("3/4/2026, 12:05:09 am", DMY, datetime(2026, 4, 3, 0, 5, 9)),  # noqa: DTZ001 - as above
        ("3.4.2026 1:00 PM", DMY, datetime(2026, 4, 3, 13)),  # noqa: DTZ001 - naive as the file
        ("2026-04-03T01:00:00Z", DMY, datetime(2026, 4, 3, 1, tzinfo=UTC)),
        ("", DMY, None),
    ],
)
def test_times_are_read_in_the_stated_order(
    written: str, order: DateOrder, expected: datetime | None
) -> None:
    assert fields_of({"text": "x", "time": written}, NAMED, order).written_at == expected


@pytest.mark.parametrize("written", ["5/25/2019", "yesterday", "31/02/2026", "1/1/2026 25:00"])
def test_a_time_that_cannot_be_is_refused(written: str) -> None:
    with pytest.raises(UnusableReviewError, match="date_order"):
        fields_of({"text": "x", "time": written}, NAMED, DMY)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"text": " ", "stars": "0"}, "empty"),
        ({"text": "x" * 5_001}, "text_too_long"),
        ({"text": "a\x00b"}, "text_invalid"),
        ({"text": "\ud800"}, "text_invalid"),
        ({"text": {"a": 1}}, "text_invalid"),
        ({"text": "x", "id": "i" * 201}, "id_too_long"),
    ],
)
def test_what_cannot_be_stored_is_refused_by_field(row: dict[str, object], reason: str) -> None:
    with pytest.raises(UnusableReviewError) as caught:
        fields_of(row, NAMED, DMY)
    assert caught.value.reason == reason
