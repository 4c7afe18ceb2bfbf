"""Do the outcomes fit the spend and each other?"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from .finding import Fault, Finding, Severity
from .observation import OUTCOMES, STORED_UNITS, Metric
from .series import Series

RUN_ROWS = 7
# So many conversions must have been due before their absence means anything: e^-20 is no chance.
DUE_OUTCOMES = 20
_WORTH = (Metric.CONVERSIONS, Metric.REVENUE)


def missing_outcomes(series: Series, reported_anywhere: Iterable[Metric]) -> Iterator[Finding]:
    """Yield a finding for each outcome that other channels have, or if there is none of worth."""
    absent = [metric for metric in reported_anywhere if not series.reports(metric)]
    if not any(series.reports(metric) for metric in _WORTH):
        absent = [*absent, *(metric for metric in _WORTH if metric not in absent)]
    for metric in absent:
        yield _finding(
            Fault.MISSING_OUTCOME_COLUMN,
            series,
            metric,
            series.ordinals,
            f"{metric.capitalize()} is never reported.",
            f"Add the column {metric}: without it nothing can be said of what it costs or earns.",
        )


def partial_outcomes(series: Series) -> Iterator[Finding]:
    """Yield a finding for each outcome that is reported on some days and not on others."""
    for metric in OUTCOMES:
        column = series.columns[metric]
        silent = [day for day, value in zip(series.ordinals, column, strict=True) if value is None]
        if 0 < len(silent) < len(column):
            yield _finding(
                Fault.PARTIAL_OUTCOME,
                series,
                metric,
                silent,
                f"{metric.capitalize()} is empty in {len(silent)} of {len(column)} rows.",
                "Send the missing values; where there was nothing, send 0.",
            )


def tracking_stopped(series: Series) -> Iterator[Finding]:
    """Yield a finding for a stretch of spend without the outcomes it has otherwise brought."""
    for metric in _WORTH:
        rows = [row for row in _rows(series, Metric.SPEND, metric) if row[1] > 0]
        bringing = [outcome for _, _, outcome in rows if outcome > 0]
        silent = _longest_run(rows, lambda row: row[2] == 0)
        if not bringing or len(silent) < RUN_ROWS:
            continue
        due = sum(bringing) / max(1, len(rows) - len(silent)) * len(silent)
        if due >= DUE_OUTCOMES * STORED_UNITS[metric]:
            yield _finding(
                Fault.TRACKING_STOPPED,
                series,
                metric,
                silent,
                f"{len(silent)} rows of spend in a row with no {metric}, unlike all others.",
                "Check the tracking of these days and import them again.",
            )


def spend_missing(series: Series) -> Iterator[Finding]:
    """Yield a finding for a stretch of clicks or impressions that seem to have cost nothing."""
    if not any(series.columns[Metric.SPEND]):
        return
    for metric in (Metric.CLICKS, Metric.IMPRESSIONS):
        free = _longest_run(
            _rows(series, Metric.SPEND, metric), lambda row: row[1] == 0 and row[2] > 0
        )
        if len(free) >= RUN_ROWS:
            yield _finding(
                Fault.SPEND_MISSING,
                series,
                Metric.SPEND,
                free,
                f"{len(free)} rows in a row with {metric} and no spend.",
                "Import the spend of these days.",
            )
            return


def clicks_exceed_impressions(series: Series) -> Iterator[Finding]:
    """Yield a finding if something was clicked more often than it was shown."""
    rows = _rows(series, Metric.IMPRESSIONS, Metric.CLICKS)
    wrong = [day for day, impressions, clicks in rows if clicks > impressions]
    if wrong:
        yield _finding(
            Fault.CLICKS_EXCEED_IMPRESSIONS,
            series,
            Metric.CLICKS,
            wrong,
            f"More clicks than impressions in {len(wrong)} rows.",
            "Check that both columns are of the same channel and not swapped.",
        )


_Row = tuple[int, int, int]


def _rows(series: Series, first: Metric, second: Metric) -> list[_Row]:
    """Return the days on which both metrics are known, with both values."""
    columns = series.columns
    rows = zip(series.ordinals, columns[first], columns[second], strict=True)
    return [(day, one, two) for day, one, two in rows if one is not None and two is not None]


def _longest_run(rows: Sequence[_Row], condition: Callable[[_Row], bool]) -> list[int]:
    """Return the days of the longest run of rows that meet the condition."""
    runs = ([row[0] for row in run] for holds, run in groupby(rows, key=condition) if holds)
    return max(runs, key=len, default=list[int]())


def _finding(
    fault: Fault, series: Series, metric: Metric, days: Sequence[int], message: str, action: str
) -> Finding:
    return Finding(
        fault=fault,
        severity=Severity.WARNING,
        channel=series.channel,
        column=metric,
        first_day=date.fromordinal(days[0]),
        last_day=date.fromordinal(days[-1]),
        rows=len(days),
        message=message,
        action=action,
    )
