from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from local.reviews.domain.removed import SURE_AFTER, KnownReview, comparison

NOW = datetime(2026, 11, 27, tzinfo=UTC)
MOMENTS = st.one_of(st.none(), st.integers(0, 72).map(lambda hours: NOW - timedelta(hours=hours)))


def known(
    id_: str = "a", missed_at: datetime | None = None, removed_at: datetime | None = None
) -> KnownReview:
    return KnownReview(source_id=id_, missed_at=missed_at, removed_at=removed_at)


def test_one_reading_removes_nothing() -> None:
    found = comparison([known()], set(), NOW)
    assert (found.missed, found.removed, found.back) == ({"a"}, set(), set())


def test_a_second_reading_a_day_later_is_sure() -> None:
    assert comparison([known(missed_at=NOW - SURE_AFTER)], set(), NOW).removed == {"a"}
    soon = NOW - SURE_AFTER + timedelta(seconds=1)
    assert comparison([known(missed_at=soon)], set(), NOW).removed == set()


def test_what_is_there_again_is_back() -> None:
    for one in (known(missed_at=NOW), known(missed_at=NOW, removed_at=NOW)):
        assert comparison([one], {"a"}, NOW).back == {"a"}


@given(
    st.lists(
        st.tuples(st.text("abc", min_size=1, max_size=3), MOMENTS, MOMENTS),
        unique_by=lambda row: row[0],
    ),
    st.frozensets(st.text("abc", min_size=1, max_size=3)),
)
def test_nobody_who_is_present_is_missed_and_nobody_is_removed_twice(
    rows: list[tuple[str, datetime | None, datetime | None]], present: frozenset[str]
) -> None:
    held = [known(*row) for row in rows]
    found = comparison(held, present, NOW)
    assert not (found.missed | found.removed) & present
    assert found.back <= present
    assert not found.missed & found.removed
    assert not found.removed & {one.source_id for one in held if one.removed_at is not None}
