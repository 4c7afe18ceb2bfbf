"""What was measured, what was wanted, and whether one reached the other."""

import json
import operator
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

RESULTS = Path(__file__).parent / "results.json"
BELOW = "BELOW THE FLOOR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table; a value that could not be measured is None and says why.

    What was measured and failed counts as below the floor.
    """

    what: str
    value: float | None
    unit: str
    floor: float
    aim: float
    is_more_better: bool
    detail: str
    has_failed: bool = False
    rounds: dict[str, list[float]] = field(default_factory=dict[str, list[float]])

    @property
    def verdict(self) -> str:
        """Say which of the two marks was reached."""
        if self.has_failed:
            return BELOW
        if self.value is None:
            return "not measured"
        reaches: Callable[[float, float], bool] = (
            operator.ge if self.is_more_better else operator.le
        )
        if reaches(self.value, self.aim):
            return "aim"
        return "floor" if reaches(self.value, self.floor) else BELOW


def share(numerators: Sequence[float], denominators: Sequence[float]) -> float:
    """Return the median of one over the median of the other."""
    return median(numerators) / median(denominators)


def shown(rows: Sequence[Row]) -> str:
    """Return the table as text."""
    lines = [f"{'WHAT':<58} {'VALUE':>9} {'FLOOR':>7} {'AIM':>7}  REACHED"]
    for row in rows:
        value = "-" if row.value is None else f"{row.value:.3g}"
        unit = row.unit
        lines.append(
            f"{row.what:<58} {value + unit:>9} {f'{row.floor:g}{unit}':>7} "
            f"{f'{row.aim:g}{unit}':>7}  {row.verdict}"
        )
        lines.append(f"    {row.detail}")
    return "\n".join(lines)


def save(rows: Sequence[Row]) -> None:
    """Write the table, with every round behind it, beside this file."""
    results = [asdict(row) | {"verdict": row.verdict} for row in rows]
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")
