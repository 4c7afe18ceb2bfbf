import pytest

from bench.table import BELOW, Row, share, shown


def row(value: float | None, *, is_more_better: bool = True, has_failed: bool = False) -> Row:
    floor, aim = (0.2, 0.3) if is_more_better else (8.0, 3.0)
    return Row(
        what="something",
        value=value,
        unit="",
        floor=floor,
        aim=aim,
        is_more_better=is_more_better,
        detail="why",
        has_failed=has_failed,
    )


@pytest.mark.parametrize(
    ("measured", "verdict"),
    [
        (row(0.3), "aim"),
        (row(0.2), "floor"),
        (row(0.19), BELOW),
        (row(None), "not measured"),
        (row(3.0, is_more_better=False), "aim"),
        (row(8.0, is_more_better=False), "floor"),
        (row(8.1, is_more_better=False), BELOW),
        (row(0.9, has_failed=True), BELOW),
    ],
)
def test_a_verdict_follows_from_the_marks(measured: Row, verdict: str) -> None:
    assert measured.verdict == verdict
    assert verdict in shown([measured])


def test_a_share_is_of_medians() -> None:
    assert share([1.0, 2.0, 90.0], [4.0, 4.0, 0.1]) == 0.5
