"""What do a client's observations say? The same observations always say the same, byte for byte."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shared.evidence import Figure, unknown

from .missing import Wish, wishes
from .movement import Movement, Trend, WeekdayPattern, movements
from .observation import OUTCOMES, Metric, Observation
from .quality import QualityReport, quality_report
from .ratio import cost_per_outcome, return_on_spend
from .series import Repetition, Series, all_channels, series_by_channel
from .source import Source
from .totals import GROWTH, channels_changed, growth, totals


@dataclass(frozen=True, slots=True)
class Summary:
    """Which data was analysed."""

    first_day: date
    last_day: date
    step: str
    rows: int
    channels: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """Everything that can be said of one channel, or of all together (no name)."""

    channel: str | None
    totals: Mapping[Metric, Figure]
    growth: Mapping[Metric, Figure]
    cost_per_outcome: Mapping[Metric, Figure]
    return_on_spend: Figure
    trend: Mapping[Metric, Trend]
    weekday_pattern: Mapping[Metric, WeekdayPattern]


@dataclass(frozen=True, slots=True)
class Analysis:
    """The whole answer."""

    data: Summary
    data_quality: QualityReport
    overall: ChannelFigures
    channels: tuple[ChannelFigures, ...]
    missing_for_more: tuple[Wish, ...]


def analysis_of(observations: Iterable[Observation], evidence: tuple[str, ...]) -> Analysis:
    """Analyse at least one observation; evidence names where they can be looked up."""
    return analysis_of_series(*series_by_channel(observations), evidence)


def analysis_of_series(
    series: Sequence[Series], repetitions: Sequence[Repetition], evidence: tuple[str, ...]
) -> Analysis:
    """Analyse at least one channel."""
    last = max(each.ordinals[-1] for each in series)
    source = Source(date.fromordinal(last), evidence)
    together = all_channels(series)
    moving = movements([together, *series], source)
    quality = quality_report(series, repetitions)
    return Analysis(
        data=_summary(series, source),
        data_quality=quality,
        overall=_figures(
            None, series, _overall_growth(series, together, source), moving[0], source
        ),
        channels=tuple(
            _figures(each.channel, [each], growth(each, last, source), movement, source)
            for each, movement in zip(series, moving[1:], strict=True)
        ),
        missing_for_more=wishes(series, quality),
    )


def _summary(series: Sequence[Series], source: Source) -> Summary:
    return Summary(
        first_day=date.fromordinal(min(each.ordinals[0] for each in series)),
        last_day=source.last_day,
        step=series[0].step.name.lower(),
        rows=sum(len(each.ordinals) for each in series),
        channels=tuple(each.channel for each in series),
        evidence=source.evidence,
    )


def _figures(
    name: str | None,
    series: Sequence[Series],
    grown: Mapping[Metric, Figure],
    movement: Movement,
    source: Source,
) -> ChannelFigures:
    return ChannelFigures(
        channel=name,
        totals=totals(series, source),
        growth=grown,
        cost_per_outcome={
            metric: cost_per_outcome(series, metric, source)
            for metric in OUTCOMES
            if metric is not Metric.REVENUE
        },
        return_on_spend=return_on_spend(series, source),
        trend=movement.trend,
        weekday_pattern=movement.weekday_pattern,
    )


def _overall_growth(
    series: Sequence[Series], together: Series, source: Source
) -> Mapping[Metric, Figure]:
    """Return the growth of all channels, unless a channel began or ended inside the periods."""
    last = together.ordinals[-1]
    figures = growth(together, last, source)
    changed = channels_changed(series, last)
    if not changed:
        return figures
    reason = unknown(
        "percent",
        reason="channels_changed",
        missing=f"The same channels in both periods: {', '.join(changed)} began or ended in them."
        " Send 0 for the days on which nothing ran.",
        method=GROWTH,
    )
    return {
        metric: figure if figure.value is None else reason for metric, figure in figures.items()
    }


def features_used(analysis: Analysis) -> list[str]:
    """Return which parts of the analysis could say something."""
    everything = (analysis.overall, *analysis.channels)
    parts = {
        "totals": any(_has_value(each.totals) for each in everything),
        "growth": any(_has_value(each.growth) for each in everything),
        "cost_per_outcome": any(_has_value(each.cost_per_outcome) for each in everything),
        "return_on_spend": any(each.return_on_spend.value is not None for each in everything),
        "trend": any(trend.direction for each in everything for trend in each.trend.values()),
        "weekday_pattern": any(
            pattern.has_pattern is not None
            for each in everything
            for pattern in each.weekday_pattern.values()
        ),
    }
    return ["data_quality", *(name for name, is_used in parts.items() if is_used)]


def _has_value(figures: Mapping[Metric, Figure]) -> bool:
    return any(figure.value is not None for figure in figures.values())
