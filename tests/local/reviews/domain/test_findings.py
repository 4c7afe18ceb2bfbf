from local.reviews.domain.findings import NO_FINDINGS, review_findings
from tests.local.reviews.domain.test_summary import judge, summed


def test_topics_and_conflicts_are_told_in_sums() -> None:
    found = review_findings(
        summed(judge("great food"), judge("bad food"), judge("stale roti", "5"))
    )
    figures = found.figures()
    assert (figures["reviews"].value, figures["reviews:conflicts"].value) == (3, 1)
    assert (figures["reviews:food:mentions"].value, figures["reviews:food:praise"].n) == (3, 3)


def test_no_text_of_a_review_is_among_them() -> None:
    assert "stale" not in repr(review_findings(summed(judge("stale roti", "5"))))


def test_without_reviews_every_figure_says_what_would_supply_it() -> None:
    assert {figure.reason for figure in NO_FINDINGS.figures().values()} == {"insufficient_data"}
