"""Are the days all there, once each, and enough of them?"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from .finding import Fault, Finding, Severity
from .series import Repetition, Series, Step

SHORTEST_HISTORY_DAYS = 56  # eight weeks: fewer give no interval
# A channel that is silent for this many rows at the end has stopped, not paused.
_SILENT_ROWS = {Step.DAY: 7, Step.WEEK: 3}


def gaps(series: Series) -> Iterator[Finding]:
    """Yield one finding if rows are missing between the channel's first and its last."""
    holes = [
        (earlier, later, (later - earlier) // series.step - 1)
        for earlier, later in pairwise(series.ordinals)
        if later - earlier >= 2 * series.step
    ]
    if holes:
        missing = sum(rows for _, _, rows in holes)
        unit = series.step.name.lower()
        yield Finding(
            fault=Fault.GAP,
            severity=Severity.WARNING,
            channel=series.channel,
            first_day=date.fromordinal(holes[0][0] + series.step),
            last_day=date.fromordinal(holes[-1][1] - series.step),
            rows=missing,
            message=f"{_counted(missing, unit)} missing in {_counted(len(holes), 'stretch')}.",
            action="Send the missing rows; where nothing ran, send 0 rather than no row.",
        )


def stopped_reporting(series: Series, last_ordinal: int) -> Iterator[Finding]:
    """Yield a finding if the channel ends well before the data does."""
    silent = (last_ordinal - series.ordinals[-1]) // series.step
    if silent >= _SILENT_ROWS[series.step]:
        yield Finding(
            fault=Fault.STOPPED_REPORTING,
            severity=Severity.WARNING,
            channel=series.channel,
            first_day=date.fromordinal(series.ordinals[-1] + 1),
            last_day=date.fromordinal(last_ordinal),
            rows=silent,
            message=f"No rows for the last {_counted(silent, series.step.name.lower())}.",
            action="If the channel was ended, send 0 for these days; if not, send its rows.",
        )


def duplicates(repetitions: Sequence[Repetition]) -> Iterator[Finding]:
    """Yield a finding for each channel of which a day came more than once."""
    for channel, rows in sorted(Counter(each.channel for each in repetitions).items()):
        days = [each.day for each in repetitions if each.channel == channel]
        yield Finding(
            fault=Fault.DUPLICATE_ROW,
            severity=Severity.ERROR,
            channel=channel,
            first_day=min(days),
            last_day=max(days),
            rows=rows,
            message=f"{_counted(rows, 'row')} for a day that an earlier row had; left out.",
            action="Send one row a day and channel: add up the parts of a day first.",
        )


def short_history(first_ordinal: int, last_ordinal: int) -> Iterator[Finding]:
    """Yield a finding if all data together spans too few days for intervals and patterns."""
    days = last_ordinal - first_ordinal + 1
    if days < SHORTEST_HISTORY_DAYS:
        yield Finding(
            fault=Fault.SHORT_HISTORY,
            severity=Severity.NOTICE,
            first_day=date.fromordinal(first_ordinal),
            last_day=date.fromordinal(last_ordinal),
            rows=days,
            message=f"The data spans {_counted(days, 'day')} of the {SHORTEST_HISTORY_DAYS} needed"
            " for intervals, trends and weekday patterns.",
            action="Import older days.",
        )


def _counted(number: int, noun: str) -> str:
    plural = f"{noun}es" if noun.endswith("ch") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"
