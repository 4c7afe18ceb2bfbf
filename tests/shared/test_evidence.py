import math
from dataclasses import FrozenInstanceError, asdict
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.evidence import Basis, Figure, MalformedFigureError, measured, unknown

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_measured_figure_says_how_it_was_found() -> None:
    figure = measured(
        3.42, "stars", n=108, method="mean@1", as_of=NOON, evidence=("place_import:1",)
    )
    assert asdict(figure) == {
        "value": 3.42,
        "unit": "stars",
        "basis": Basis.MEASURED,
        "n": 108,
        "method": "mean@1",
        "as_of": NOON,
        "evidence": ("place_import:1",),
        "low": None,
        "high": None,
        "confidence": None,
        "reason": None,
        "missing": None,
    }


def test_an_unknown_figure_says_why_and_what_would_supply_it() -> None:
    figure = unknown(
        "ratio", reason="insufficient_data", missing="Import 14 more days.", method="growth@1"
    )
    assert (figure.value, figure.basis) == (None, None)
    assert (figure.reason, figure.missing) == ("insufficient_data", "Import 14 more days.")


def test_zero_is_a_value() -> None:
    assert measured(0, "places", n=0, method="count@1", as_of=NOON).value == 0


def test_an_interval_is_kept_with_its_confidence() -> None:
    figure = measured(
        2.0, "ratio", n=9, method="ratio@1", as_of=NOON, low=1.5, high=2.5, confidence=0.9
    )
    assert (figure.low, figure.high, figure.confidence) == (1.5, 2.5, 0.9)


def test_a_figure_cannot_be_changed_afterwards() -> None:
    with pytest.raises(FrozenInstanceError):
        unknown("ratio", reason="later_release", missing="Wait.", method="m@1").value = 80  # pyright: ignore[reportAttributeAccessIssue] - the test


GOOD: dict[str, Any] = {"value": 1.0, "unit": "km", "basis": Basis.MEASURED, "method": "m@1"}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"basis": None}, "no basis"),
        ({"method": ""}, "no method"),
        ({"reason": "later_release"}, "reason for having none"),
        ({"missing": "More days."}, "reason for having none"),
        ({"value": math.nan}, "finite"),
        ({"value": math.inf}, "finite"),
        ({"n": -1}, "fewer"),
        ({"as_of": NOON.replace(tzinfo=None)}, "time zone"),
        ({"basis": Basis.BENCHMARK}, "cites nothing"),
        ({"value": None}, "both why"),
        ({"value": None, "reason": "later_release"}, "both why"),
        ({"value": None, "missing": "More days."}, "both why"),
        ({"value": None, "reason": "r", "missing": "m", "low": 1.0}, "yet an interval"),
        ({"value": None, "reason": "r", "missing": "m", "confidence": 0.9}, "yet an interval"),
        ({"low": 0.5, "confidence": 0.9}, "both ends"),
        ({"high": 0.5, "confidence": 0.9}, "both ends"),
        ({"low": 0.5, "high": 1.5}, "its confidence"),
        ({"confidence": 0.9}, "no interval"),
        ({"low": 2.0, "high": 1.0, "confidence": 0.9}, "no interval"),
        ({"low": math.nan, "high": 1.0, "confidence": 0.9}, "no interval"),
        ({"low": 0.0, "high": math.inf, "confidence": 0.9}, "no interval"),
        ({"low": 0.0, "high": 2.0, "confidence": 1.0}, "outside"),
        ({"low": 0.0, "high": 2.0, "confidence": 90.0}, "outside"),
    ],
)
def test_a_figure_that_nobody_can_check_is_refused(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(MalformedFigureError, match=complaint):
        Figure(**GOOD | change)


def test_a_benchmark_with_a_citation_is_taken() -> None:
    cited: dict[str, Any] = {"basis": Basis.BENCHMARK, "evidence": ("citation:rbi-2025",)}
    assert Figure(**GOOD | cited).evidence == ("citation:rbi-2025",)
