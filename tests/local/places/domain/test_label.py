import pytest

from local.places.domain.label import ImportLabel
from local.places.errors import UnusableLabelError


def test_words_that_can_be_shown_are_taken() -> None:
    label = ImportLabel("osm", "ODbL-1.0", "© OpenStreetMap contributors")
    assert label.source == "osm"
    assert ImportLabel("osm", "ODbL-1.0", None).attribution is None


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("", "x", None), "source"),
        ((" osm", "x", None), "source"),
        (("x" * 101, "x", None), "source"),
        (("osm", "\n", None), "licence"),
        (("osm", "x" * 301, None), "licence"),
        (("osm", "x", ""), "attribution"),
        (("osm", "x", "a\x00b"), "attribution"),
    ],
)
def test_words_that_cannot_be_shown_are_refused(
    words: tuple[str, str, str | None], field: str
) -> None:
    with pytest.raises(UnusableLabelError) as refused:
        ImportLabel(*words)
    assert refused.value.problems[0].field == field


@pytest.mark.parametrize(
    ("licence", "is_community_edited", "may_keep_ratings"),
    [
        ("ODbL-1.0", True, True),
        ("CC0-1.0", False, True),
        ("CC-BY-NC-4.0", False, False),
        ("terms of the vendor", False, False),
    ],
)
def test_a_licence_says_how_far_a_source_goes(
    licence: str, is_community_edited: bool, may_keep_ratings: bool
) -> None:
    label = ImportLabel("any", licence, None)
    assert label.is_community_edited is is_community_edited
    assert label.may_keep_ratings is may_keep_ratings
