"""What did each channel do day by day, and all of them together?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from itertools import pairwise

from .observation import Metric, Observation

ALL_CHANNELS = "*"


class Step(IntEnum):
    """How many days one row stands for."""

    DAY = 1
    WEEK = 7


@dataclass(frozen=True, slots=True)
class Series:
    """One channel's numbers: a column a metric, all as long as `ordinals`, which ascend."""

    channel: str
    step: Step
    ordinals: Sequence[int]
    columns: Mapping[Metric, Sequence[int | None]]

    def points(self, metric: Metric) -> list[tuple[int, int]]:
        """Return the days on which the metric was reported, with its values."""
        pairs = zip(self.ordinals, self.columns[metric], strict=True)
        return [(ordinal, value) for ordinal, value in pairs if value is not None]

    def reports(self, metric: Metric) -> bool:
        """Return whether the metric was reported on any day."""
        return any(value is not None for value in self.columns[metric])

    def spans(self, ordinal: int) -> bool:
        """Return whether the day is not before the channel's first nor after its last."""
        return self.ordinals[0] <= ordinal <= self.ordinals[-1]


@dataclass(frozen=True, slots=True)
class Column:
    """The reported values of one metric of one channel, as (day's ordinal, value)."""

    channel: str
    metric: Metric
    points: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Repetition:
    """A day of a channel that came more than once; the first one counts."""

    channel: str
    day: date


def series_by_channel(
    observations: Iterable[Observation],
) -> tuple[list[Series], list[Repetition]]:
    """Return a series a channel, in the order of their names, and the days that came twice."""
    by_channel: dict[str, dict[int, Observation]] = {}
    repetitions: list[Repetition] = []
    for observation in observations:
        days = by_channel.setdefault(observation.channel, {})
        first = days.setdefault(observation.day.toordinal(), observation)
        if first is not observation:
            repetitions.append(Repetition(observation.channel, observation.day))
    step = _step_of(by_channel.values())
    return [_series(name, step, by_channel[name]) for name in sorted(by_channel)], repetitions


def _step_of(channels: Iterable[Mapping[int, Observation]]) -> Step:
    """Return the step that most rows keep to the row before them in their channel."""
    distances = Counter(
        later - earlier for days in channels for earlier, later in pairwise(sorted(days))
    )
    commonest = max(distances, key=lambda distance: (distances[distance], -distance), default=1)
    return Step.WEEK if commonest == Step.WEEK else Step.DAY


def _series(channel: str, step: Step, days: Mapping[int, Observation]) -> Series:
    ordinals = sorted(days)
    rows = zip(*(days[ordinal].values() for ordinal in ordinals), strict=True)
    return Series(channel, step, ordinals, dict(zip(Metric, rows, strict=True)))


def all_channels(series: Sequence[Series]) -> Series:
    """Return the sum of the channels; a day that a channel skips within its span has no sum."""
    ordinals = sorted({ordinal for each in series for ordinal in each.ordinals})
    columns = {metric: _summed(series, metric, ordinals) for metric in Metric}
    return Series(ALL_CHANNELS, series[0].step, ordinals, columns)


def _summed(series: Sequence[Series], metric: Metric, ordinals: Sequence[int]) -> list[int | None]:
    reporting = [each for each in series if each.reports(metric)]
    sums = dict.fromkeys(ordinals, 0)
    expected = dict.fromkeys(ordinals, 0)
    for each in reporting:
        for ordinal, value in each.points(metric):
            sums[ordinal] += value
            expected[ordinal] -= 1
        for ordinal in ordinals:
            expected[ordinal] += each.spans(ordinal)
    began = min((each.ordinals[0] for each in reporting), default=ordinals[-1] + 1)
    ended = max((each.ordinals[-1] for each in reporting), default=ordinals[0] - 1)
    return [sums[day] if began <= day <= ended and not expected[day] else None for day in ordinals]


def week_of(ordinal: int) -> int:
    """Return the number of the day's week; weeks begin on Monday, as ISO 8601 has it."""
    return (ordinal - 1) // 7


def whole_weeks(series: Series, metric: Metric) -> dict[int, list[int]]:
    """Return the weeks in which the metric is known for every row, with the week's values."""
    weeks: dict[int, list[int]] = {}
    for ordinal, value in series.points(metric):
        weeks.setdefault(week_of(ordinal), []).append(value)
    rows = Step.WEEK // series.step
    return {week: values for week, values in weeks.items() if len(values) == rows}
