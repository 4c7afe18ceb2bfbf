"""What did each channel do day by day, and all of them together?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class _Rows:
    """One channel's rows as they come."""

    ordinals: list[int] = field(default_factory=list[int])
    columns: tuple[list[int | None], ...] = field(
        default_factory=lambda: tuple(list[int | None]() for _ in Metric)
    )


@dataclass(slots=True)
class SeriesBuilder:
    """Collects observations, batch by batch, into columns: a million rows must fit."""

    _rows: dict[str, _Rows] = field(default_factory=dict[str, _Rows])
    # One object a day, not one a row.
    _ordinals: dict[int, int] = field(default_factory=dict[int, int])

    def add(self, observations: Iterable[Observation]) -> None:
        """Take more observations, in any order."""
        for observation in observations:
            ordinal = observation.day.toordinal()
            rows = self._rows.get(observation.channel)
            if rows is None:
                rows = self._rows[observation.channel] = _Rows()
            rows.ordinals.append(self._ordinals.setdefault(ordinal, ordinal))
            for column, value in zip(rows.columns, observation.values(), strict=True):
                column.append(value)

    def finish(self) -> tuple[list[Series], list[Repetition]]:
        """Return a series a channel, in the order of their names, and the days that came twice."""
        repetitions: list[Repetition] = []
        for channel in sorted(self._rows):
            self._rows[channel], repeated = _in_order(self._rows[channel])
            repetitions += [Repetition(channel, date.fromordinal(day)) for day in repeated]
        step = _step_of(rows.ordinals for rows in self._rows.values())
        series = [
            Series(channel, step, rows.ordinals, dict(zip(Metric, rows.columns, strict=True)))
            for channel, rows in sorted(self._rows.items())
        ]
        return series, repetitions


def _in_order(rows: _Rows) -> tuple[_Rows, list[int]]:
    """Return the rows by day, the first of each day only, and the days of the others."""
    ordinals = rows.ordinals
    if all(earlier < later for earlier, later in pairwise(ordinals)):
        return rows, []
    by_day = sorted(range(len(ordinals)), key=ordinals.__getitem__)
    firsts = [by_day[0]]
    repeated: list[int] = []
    for position in by_day[1:]:
        if ordinals[position] == ordinals[firsts[-1]]:
            repeated.append(ordinals[position])
        else:
            firsts.append(position)
    columns = tuple([column[position] for position in firsts] for column in rows.columns)
    return _Rows([ordinals[position] for position in firsts], columns), repeated


def series_by_channel(
    observations: Iterable[Observation],
) -> tuple[list[Series], list[Repetition]]:
    """Return a series a channel, in the order of their names, and the days that came twice."""
    builder = SeriesBuilder()
    builder.add(observations)
    return builder.finish()


def _step_of(channels: Iterable[Sequence[int]]) -> Step:
    """Return the step that most rows keep to the row before them in their channel."""
    distances = Counter(
        later - earlier for ordinals in channels for earlier, later in pairwise(ordinals)
    )
    commonest = max(distances, key=lambda distance: (distances[distance], -distance), default=1)
    return Step.WEEK if commonest == Step.WEEK else Step.DAY


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
