"""Clients whose truth is known because it was made here: seeded, so that it can be had again."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from enterprise.market_intelligence.domain.observation import MILLIONTHS, Observation

MONDAY = date(2025, 1, 6)
WEEKS = 26
LATEST = date(2026, 11, 22)


def channel_days(name: str, seed: int, *, days: int = 7 * WEEKS) -> list[Observation]:
    """One channel without faults: noisy spend, and outcomes that follow it."""
    chance = random.Random(seed)
    return [_day(name, MONDAY + timedelta(number), chance) for number in range(days)]


def _day(name: str, day: date, chance: random.Random) -> Observation:
    spend = round(100_000 * math.exp(0.2 * chance.gauss(0, 1)))
    impressions = round(spend / 10 * chance.uniform(0.8, 1.2))
    clicks = round(impressions / 20 * chance.uniform(0.8, 1.2))
    conversions = round(clicks / 10 * chance.uniform(0.6, 1.4))
    revenue = conversions * chance.randint(40_000, 60_000)
    return Observation(day, name, spend, impressions, clicks, conversions * MILLIONTHS, revenue)


def clean_client(seed: int = 1) -> list[Observation]:
    """Three channels without faults."""
    names = ("mail", "search", "social")
    return [
        row for number, name in enumerate(names) for row in channel_days(name, seed * 10 + number)
    ]


def changed(
    rows: Sequence[Observation],
    channel: str,
    days: range,
    change: Callable[[Observation], Observation | None],
) -> list[Observation]:
    """The rows with these days of one channel changed, or left out where the change says None."""
    dates = {MONDAY + timedelta(number) for number in days}
    results = (change(row) if row.channel == channel and row.day in dates else row for row in rows)
    return [row for row in results if row is not None]


def scaled_spend(factor: float) -> Callable[[Observation], Observation]:
    """A change that multiplies spend."""
    return lambda row: replace(row, spend_paise=round(row.spend_paise * factor))
