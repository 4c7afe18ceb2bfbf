import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.reviews.domain import review_file
from local.reviews.domain.review_fields import Columns
from local.reviews.domain.review_file import ReadReviews, ReviewFormat, read_reviews
from local.reviews.errors import BrokenReviewFileError, TooManyReviewsError

CSV, JSON, NDJSON = ReviewFormat.CSV, ReviewFormat.JSON, ReviewFormat.NDJSON


def read(
    content: str | bytes, file_format: ReviewFormat = CSV, text: str | None = None
) -> ReadReviews:
    encoded = content.encode() if isinstance(content, str) else content
    return read_reviews(encoded, file_format, "source", Columns(text=text))


def texts(found: ReadReviews) -> list[str | None]:
    return [review.text for review in found.reviews.values()]


@pytest.mark.parametrize(
    ("content", "file_format"),
    [
        ("\ufeffreview\r\nGood\r\n\r\n", CSV),
        ('review,x\n"Good",1\n', CSV),
        ('[{"review": "Good"}]', JSON),
        ('{"reviews": [{"review": "Good"}], "next": null}', JSON),
        ('{"review": "Good"}\r\n\n', NDJSON),
    ],
)
def test_every_format_is_read(content: str, file_format: ReviewFormat) -> None:
    assert texts(read(content, file_format)) == ["Good"]


def test_a_text_may_span_lines() -> None:
    found = read('review,rating\n"two\nlines",5\nx,9\n')
    assert texts(found) == ["two\nlines"]
    assert found.first_skipped[0].row == 4


@pytest.mark.parametrize(
    ("content", "file_format", "word"),
    [
        ("", CSV, "text_column"),
        ("name\nx\n", CSV, "text_column"),
        ('review\n"x', CSV, "line 2"),
        (b"review\n\xff\n", CSV, "line 2"),
        ("[", JSON, "line 1"),
        ("7", JSON, "JSON list"),
        ('{"review": "x"}', JSON, "reviews"),
        ('{"review": "x"}\n{', NDJSON, "line 2"),
        ("[" * 100_000, JSON, "nested"),
        (f"[{'9' * 5_000}]", JSON, "numbers"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    content: str | bytes, file_format: ReviewFormat, word: str
) -> None:
    with pytest.raises(BrokenReviewFileError, match=word):
        read(content, file_format)


def test_rows_that_are_none_are_left_out_with_their_position() -> None:
    found = read('[{"text": "a"}, 7, {"name": "b"}]', JSON)
    assert [(row.row, row.reason) for row in found.first_skipped] == [
        (2, "not_a_row"),
        (3, "empty"),
    ]
    assert found.rows_read == 3


def test_a_row_without_the_chosen_member_is_left_out() -> None:
    found = read('[{"wahi": "a", "text": "b"}, {"text": "c"}]', JSON, text="wahi")
    assert texts(found) == ["a"]
    assert found.left_out == {"empty": 1}


def test_of_one_id_the_first_counts_and_equal_rows_without_ids_all_do() -> None:
    assert texts(read("id,text\n1,a\n1,b\n")) == ["a"]
    assert texts(read("text\na\na\n")) == ["a", "a"]


def test_only_the_first_rows_skipped_are_listed() -> None:
    found = read("text,stars\n" + "x,9\n" * (review_file.ROWS_LISTED + 1))
    assert len(found.first_skipped) == review_file.ROWS_LISTED
    assert found.left_out.total() == review_file.ROWS_LISTED + 1


def test_too_many_reviews_are_refused() -> None:
    with pytest.raises(TooManyReviewsError, match="100,000"):
        read("stars\n" + "5\n" * (review_file.MAX_REVIEWS + 1))


ROWS = st.lists(
    st.fixed_dictionaries(
        {"text": st.text(min_size=1, max_size=20), "stars": st.sampled_from([None, 1, 4.5])}
    )
)


@given(ROWS)
def test_the_same_file_gives_the_same_reviews_in_either_json(rows: list[dict[str, object]]) -> None:
    whole = read(json.dumps(rows), JSON)
    by_line = read("\n".join(json.dumps(row) for row in rows), NDJSON)
    assert whole.reviews == by_line.reviews
    assert whole.rows_read == len(rows)
