from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from local.customers.domain.segments import Segment, scores_of, segment_of, segments
from tests.local.customers.domain.visitors import SPAN, TODAY, visitor

BEST = [visitor(n, days=20, last=TODAY, paise=50_000) for n in range(20)]
SLIPPING = [
    visitor(100 + n, days=15, last=TODAY - timedelta(days=200), paise=40_000) for n in range(20)
]
NEW = [visitor(200 + n, last=TODAY - timedelta(days=1), paise=1_000) for n in range(20)]
OTHER = [visitor(300 + n, days=2, last=TODAY - timedelta(days=60), paise=2_000) for n in range(40)]
TOWN = [*BEST, *SLIPPING, *NEW, *OTHER]


def test_planted_segments_are_recovered_whole() -> None:
    found = {
        visitor.customer_id: segment_of(visitor, scores)
        for visitor, scores in zip(TOWN, scores_of(TOWN), strict=True)
    }
    for heap, segment in (
        (BEST, Segment.BEST),
        (SLIPPING, Segment.SLIPPING),
        (NEW, Segment.NEW),
        (OTHER, Segment.OTHER),
    ):
        assert {found[visitor.customer_id] for visitor in heap} == {segment}


def test_each_segment_shows_its_size_and_its_money() -> None:
    shown = {part.segment: part for part in segments(TOWN, SPAN)}
    assert [shown[segment].customers.value for segment in Segment] == [20, 20, 20, 40]
    assert shown[Segment.BEST].value_share.value == round(1_000_000 / 1_900_000, 4)
    assert sum(float(str(part.value_share.value)) for part in shown.values()) == 1


def test_without_sums_the_sizes_are_known_and_the_money_is_not() -> None:
    town = [visitor(n, days=n % 5 + 1, paise=None) for n in range(40)]
    for part in segments(town, SPAN):
        assert part.customers.n == 40
        assert part.value_share.reason == "insufficient_data"


def test_few_customers_have_no_quintiles() -> None:
    for part in (*segments(TOWN[:29], SPAN), *segments([], None)):
        assert part.customers.reason == part.value_share.reason == "insufficient_data"


@given(st.lists(st.integers(1, 50), min_size=1, max_size=60))
def test_who_comes_more_often_never_scores_less(days: list[int]) -> None:
    visitors = [visitor(n, days=count) for n, count in enumerate(days)]
    pairs = sorted(
        (visitor.visit_days, scores.frequency)
        for visitor, scores in zip(visitors, scores_of(visitors), strict=True)
    )
    scored = [score for _, score in pairs]
    assert scored == sorted(scored)
    assert set(scored) <= {1, 2, 3, 4, 5}
    assert len({*pairs}) == len({count for count, _ in pairs})
