from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from local.reviews.domain.review import Review, stable_source_id


def test_a_review_is_cited_by_source_and_id() -> None:
    review = Review(source="google", source_id="7", stars=None, text="Good", written_at=None)
    assert review.evidence == "review:google:7"


def test_equal_rows_of_a_file_stay_apart() -> None:
    described = (Decimal(5), "Good", "1/2/2026")
    assert stable_source_id(*described, 1) != stable_source_id(*described, 2)


@given(st.text(), st.text())
def test_the_same_row_gets_the_same_id_and_another_text_another(text: str, other: str) -> None:
    same = stable_source_id(None, text, None, 1) == stable_source_id(None, other, None, 1)
    assert same == (text == other)
