"""How far can the data be trusted? Looked at before anything is computed from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from . import calendar_faults, channel_faults, level_faults, outcome_faults
from .finding import Fault, Finding, Severity
from .observation import OUTCOMES, Metric
from .series import Column, Repetition, Series

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)


@dataclass(frozen=True, slots=True)
class QualityReport:
    """What was looked for and what was found, the gravest first."""

    is_clean: bool
    checks: tuple[Fault, ...]
    findings: tuple[Finding, ...]


def quality_report(series: Sequence[Series], repetitions: Sequence[Repetition]) -> QualityReport:
    """Look for every fault in every channel."""
    findings = sorted(
        _findings(series, repetitions),
        key=lambda found: (_ORDER.index(found.severity), found.fault, found.channel or ""),
    )
    return QualityReport(not findings, tuple(Fault), tuple(findings))


def _findings(series: Sequence[Series], repetitions: Sequence[Repetition]) -> Iterator[Finding]:
    first = min(each.ordinals[0] for each in series)
    last = max(each.ordinals[-1] for each in series)
    reported = [metric for metric in OUTCOMES if any(each.reports(metric) for each in series)]
    yield from calendar_faults.short_history(first, last + series[0].step - 1)
    yield from calendar_faults.duplicates(repetitions)
    yield from channel_faults.name_variants(series)
    yield from channel_faults.identical_channels(series)
    for each in series:
        yield from calendar_faults.gaps(each)
        yield from calendar_faults.stopped_reporting(each, last)
        yield from outcome_faults.missing_outcomes(each, reported)
        yield from outcome_faults.partial_outcomes(each)
        yield from outcome_faults.tracking_stopped(each)
        yield from outcome_faults.spend_missing(each)
        yield from outcome_faults.clicks_exceed_impressions(each)
        for metric in Metric:
            yield from _in_column(Column(each.channel, metric, each.points(metric)))


def _in_column(column: Column) -> Iterator[Finding]:
    if column.points:
        yield from level_faults.negative_values(column)
        yield from level_faults.constant_column(column)
        yield from level_faults.stuck_values(column)
        yield from level_faults.unit_jumps(column)
        yield from level_faults.outliers(column)
