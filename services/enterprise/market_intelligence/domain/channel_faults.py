"""Is each channel there once, under one name?"""

from collections.abc import Iterator, Sequence

from .finding import Fault, Finding, Severity
from .observation import Metric
from .series import Series

ALIKE_ROWS = 14


def name_variants(series: Sequence[Series]) -> Iterator[Finding]:
    """Yield a finding for names that differ only in case, spaces or punctuation."""
    by_letters: dict[str, list[str]] = {}
    for each in series:
        letters = "".join(sign for sign in each.channel.casefold() if sign.isalnum())
        by_letters.setdefault(letters, []).append(each.channel)
    for letters, names in by_letters.items():
        if letters and len(names) > 1:
            yield Finding(
                fault=Fault.CHANNEL_NAME_VARIANTS,
                severity=Severity.WARNING,
                channel=names[0],
                rows=len(names),
                message=f"These look like one channel: {', '.join(map(repr, names))}.",
                action="If they are, write the name in one way and import the rows again.",
            )


def identical_channels(series: Sequence[Series]) -> Iterator[Finding]:
    """Yield a finding for channels that spent exactly the same on exactly the same days."""
    first_with: dict[tuple[tuple[int, ...], tuple[int | None, ...]], str] = {}
    for each in series:
        spend = tuple(each.columns[Metric.SPEND])
        if len(spend) < ALIKE_ROWS or len(set(spend)) * 2 < len(spend):
            continue
        original = first_with.setdefault((tuple(each.ordinals), spend), each.channel)
        if original != each.channel:
            yield Finding(
                fault=Fault.IDENTICAL_CHANNELS,
                severity=Severity.ERROR,
                channel=each.channel,
                column=Metric.SPEND,
                rows=len(spend),
                message=f"Spent the same as {original!r} on every one of {len(spend)} days.",
                action="Remove one of them if the same money was exported under two names.",
            )
