"""How much in all, and how much more than before?"""

from collections.abc import Mapping, Sequence

from shared.evidence import Figure, unknown

from .observation import READ_AS, Metric
from .series import Series, week_of, whole_weeks
from .source import Source

TOTAL = "sum_of_reported_rows@1"
GROWTH = "last_4_whole_weeks_over_4_before@1"
GROWTH_WEEKS = 4


def totals(channels: Sequence[Series], source: Source) -> dict[Metric, Figure]:
    """Return the sum of each metric over all rows that report it."""
    return {metric: _total(channels, metric, source) for metric in Metric}


def _total(channels: Sequence[Series], metric: Metric, source: Source) -> Figure:
    values = [value for each in channels for _, value in each.points(metric)]
    if not values:
        return not_reported(metric, READ_AS[metric], TOTAL)
    return source.total(metric, sum(values), n=len(values), method=TOTAL)


def growth(series: Series, last_ordinal: int, source: Source) -> dict[Metric, Figure]:
    """Return by how many percent each metric's last weeks differ from as many weeks before.

    Whole weeks only, so that both periods hold the same weekdays.
    """
    return {metric: _growth(series, metric, last_ordinal, source) for metric in Metric}


def channels_changed(series: Sequence[Series], last_ordinal: int) -> list[str]:
    """Return the channels that began or ended inside the periods that growth compares."""
    step = series[0].step
    last_week = _last_whole_week(last_ordinal, step)
    first_day = 7 * (last_week - 2 * GROWTH_WEEKS + 1) + 1
    last_day = 7 * (last_week + 1)
    return [
        each.channel
        for each in series
        if first_day + step <= each.ordinals[0] <= last_day
        or first_day <= each.ordinals[-1] <= last_day - step
    ]


def _last_whole_week(last_ordinal: int, step: int) -> int:
    """Return the last week that ends within the data."""
    week = week_of(last_ordinal)
    is_whole = step > 1 or last_ordinal % 7 == 0
    return week if is_whole else week - 1


def _growth(series: Series, metric: Metric, last_ordinal: int, source: Source) -> Figure:
    if not series.reports(metric):
        return not_reported(metric, "percent", GROWTH)
    weeks = whole_weeks(series, metric)
    last = _last_whole_week(last_ordinal, series.step)
    recent = _period(weeks, last)
    before = _period(weeks, last - GROWTH_WEEKS)
    if recent is None or before is None:
        return unknown(
            "percent",
            reason="insufficient_data",
            missing=f"Every row of the last {2 * GROWTH_WEEKS} whole weeks: send those that lack.",
            method=GROWTH,
        )
    if sum(before) <= 0:
        return unknown(
            "percent",
            reason="nothing_to_compare_with",
            missing=f"Any {metric} in the earlier {GROWTH_WEEKS} weeks: there was none.",
            method=GROWTH,
        )
    change = 100 * (sum(recent) - sum(before)) / sum(before)
    return source.figure(change, "percent", n=len(recent) + len(before), method=GROWTH)


def _period(weeks: Mapping[int, Sequence[int]], last: int) -> list[int] | None:
    """Return the values of the weeks that end with this one; None unless all are whole."""
    period = [weeks.get(week) for week in range(last - GROWTH_WEEKS + 1, last + 1)]
    if any(values is None for values in period):
        return None
    return [value for values in period if values is not None for value in values]


def not_reported(metric: Metric, unit: str, method: str) -> Figure:
    """Return the figure of a metric that nobody reported."""
    return unknown(
        unit,
        reason="not_reported",
        missing=f"The column {metric}: import it with the observations.",
        method=method,
    )
