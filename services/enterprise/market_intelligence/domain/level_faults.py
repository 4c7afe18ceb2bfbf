"""Do the values of one column behave like one quantity in one unit?"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from math import log
from statistics import median

from .finding import Fault, Finding, Severity
from .observation import STORED_UNITS
from .series import Column

MANY_ROWS = 14  # from here on, all values being equal is no accident
STUCK_ROWS = 7
JUMP_RATIO = 20.0  # a campaign grows tenfold overnight now and then; twentyfold is a unit
WINDOW_ROWS = 7
OUTLIER_RATIO = 5.0
OUTLIER_SPREADS = 8.0
NEIGHBOURS = 14
RARE_ONE_IN = 20
SMALLEST_TYPICAL_COUNT = 10  # counts below it jump fivefold by chance
# The mistake behind a factor, for the message only.
_EXPLANATIONS = (
    (50.0, 150.0, "about 100: paise for rupees, percent for parts, or dollars for rupees?"),
    (500.0, 1500.0, "about 1,000: thousands for units?"),
    (5e5, 1.5e6, "about 1,000,000: an advertising system's micros?"),
)


def negative_values(column: Column) -> Iterator[Finding]:
    """Yield a finding if a value is below zero."""
    below = [ordinal for ordinal, value in column.points if value < 0]
    if below:
        yield _finding(
            Fault.NEGATIVE_VALUE,
            Severity.ERROR,
            column,
            below,
            f"{len(below)} values are below zero.",
            "Send corrections as the corrected day, not as a negative one.",
        )


def constant_column(column: Column) -> Iterator[Finding]:
    """Yield a finding if every one of many values is the same."""
    if len(column.points) >= MANY_ROWS and _is_constant(column.points):
        shown = column.points[0][1] / STORED_UNITS[column.metric]
        yield _finding(
            Fault.CONSTANT_COLUMN,
            Severity.WARNING,
            column,
            [ordinal for ordinal, _ in column.points],
            f"All {len(column.points)} values are {shown:g}.",
            "Check the export; if it is right, nothing can be learnt from this column.",
        )


def stuck_values(column: Column) -> Iterator[Finding]:
    """Yield a finding if a value that never repeats otherwise repeats for days on end."""
    if len({value for _, value in column.points}) * 2 < len(column.points) or _is_small(column):
        return
    for value, run in groupby(column.points, key=lambda point: point[1]):
        days = [ordinal for ordinal, _ in run]
        if value and len(days) >= STUCK_ROWS:
            yield _finding(
                Fault.STUCK_VALUES,
                Severity.WARNING,
                column,
                days,
                f"The same value {len(days)} rows in a row, which no other value is.",
                "Export these days again: the source seems to have repeated its last value.",
            )


def unit_jumps(column: Column) -> Iterator[Finding]:
    """Yield a finding for each day from which the values are many times what they were."""
    positive = [point for point in column.points if point[1] > 0]
    values = [value for _, value in positive]
    if len(values) < 2 * WINDOW_ROWS or max(values) < JUMP_RATIO * min(values):
        return
    at = WINDOW_ROWS
    while at <= len(values) - WINDOW_ROWS:
        factor = _factor_at(values, at)
        if factor is None:
            at += 1
            continue
        yield _finding(
            Fault.UNIT_JUMP,
            Severity.ERROR,
            column,
            [positive[at][0]],
            f"From this day the values are {_explained(factor)}",
            "Check the unit of the export before and after this day; import the wrong part again.",
        )
        at += WINDOW_ROWS


def _factor_at(values: Sequence[int], at: int) -> float | None:
    """Return by how much the level jumps here, if every value before is far from every one after.

    The level beyond a jump must hold for a whole window, so that one odd day is not taken for it.
    """
    before, after = values[at - WINDOW_ROWS : at], values[at : at + WINDOW_ROWS]
    factor = median(after) / median(before)
    rises = factor >= JUMP_RATIO and min(after) > max(before) * (JUMP_RATIO / 4)
    falls = factor <= 1 / JUMP_RATIO and max(after) * (JUMP_RATIO / 4) < min(before)
    return factor if rises or falls else None


def _explained(factor: float) -> str:
    size = factor if factor > 1 else 1 / factor
    direction = "times larger" if factor > 1 else "times smaller"
    for low, high, explanation in _EXPLANATIONS:
        if low <= size <= high:
            return f"{size:.3g} {direction}, {explanation}"
    return f"{size:.3g} {direction}."


def outliers(column: Column) -> Iterator[Finding]:
    """Yield a finding if single days stand far above the two weeks around them."""
    if len(column.points) < 2 * NEIGHBOURS or _is_small(column):
        return
    values = [value for _, value in column.points]
    typical = median(values)
    far = [
        position
        for position, value in enumerate(values)
        if value > OUTLIER_RATIO * typical / 4 and _stands_out(values, position)
    ]
    # What stands out every other week is a pattern.
    if far and len(far) * RARE_ONE_IN <= len(values):
        yield _finding(
            Fault.OUTLIER,
            Severity.NOTICE,
            column,
            [column.points[position][0] for position in far],
            f"{len(far)} values stand far above the days around them.",
            "Check these days; if they are right, leave them: real sales peaks look like this too.",
        )


def _stands_out(values: Sequence[int], position: int) -> bool:
    around = [
        *values[max(0, position - NEIGHBOURS) : position],
        *values[position + 1 : position + 1 + NEIGHBOURS],
    ]
    level = median(around)
    if values[position] < OUTLIER_RATIO * max(level, 1):
        return False
    spread = median(abs(log(max(value, 1) / max(level, 1))) for value in around)
    return log(values[position] / max(level, 1)) > OUTLIER_SPREADS * spread


def _is_constant(points: Sequence[tuple[int, int]]) -> bool:
    return all(value == points[0][1] for _, value in points)


def _is_small(column: Column) -> bool:
    """Return whether the column is a count so small that chance alone makes it jump."""
    typical = median(value for _, value in column.points)
    return typical < SMALLEST_TYPICAL_COUNT * STORED_UNITS[column.metric]


def _finding(
    fault: Fault,
    severity: Severity,
    column: Column,
    days: Sequence[int],
    message: str,
    action: str,
) -> Finding:
    return Finding(
        fault=fault,
        severity=severity,
        channel=column.channel,
        column=column.metric,
        first_day=date.fromordinal(days[0]),
        last_day=date.fromordinal(days[-1]),
        rows=len(days),
        message=message,
        action=action,
    )
