"""Months of a channel as the tests plant them."""

from collections.abc import Sequence
from datetime import date
from math import exp, log, log1p
from random import Random

from local.channel_results.domain.channel_month import Channel, ChannelMonth
from local.channel_results.domain.months import month_of

LAST = date(2026, 10, 1)
SPENDS = (500, 1_000, 1_500, 2_000, 3_000, 4_000)


def months_before(last: date, number: int) -> list[date]:
    """Return this many months up to the last, the oldest first."""
    ends = last.year * 12 + last.month
    return [
        date((end - 1) // 12, (end - 1) % 12 + 1, 1) for end in range(ends - number + 1, ends + 1)
    ]


def recorded(
    channel: Channel, spent: Sequence[float], returned: Sequence[float], last: date = LAST
) -> tuple[ChannelMonth, ...]:
    """Return months from rupees spent and returned."""
    days = months_before(last, len(spent))
    return tuple(
        ChannelMonth(
            channel=channel,
            month=month_of(day),
            spent_paise=round(rupees * 100),
            returned_paise=round(back * 100),
        )
        for day, rupees, back in zip(days, spent, returned, strict=True)
    )


def planted(
    channel: Channel, gain: float, scale: float, spends: Sequence[float] = SPENDS
) -> tuple[ChannelMonth, ...]:
    """Return months that lie on a curve of rupees, to the paisa."""
    return recorded(channel, spends, [gain * log1p(spend / scale) for spend in spends])


def drawn_spends(random: Random, months: int, smallest: float, spread: float) -> list[float]:
    """Return spends between the smallest and `spread` times as much."""
    return [smallest * exp(random.random() * log(spread)) for _ in range(months)]


def with_noise(random: Random, rupees: float, noise: float) -> float:
    """Return a sum that scatters by this share around a mean."""
    return rupees * exp(random.gauss(0, noise) - noise**2 / 2)
