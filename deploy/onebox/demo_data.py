"""A made-up town and a made-up company: seeded, and called synthetic wherever they show."""

import csv
import io
import math
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

SEED = 20261122
DAYS_OF_HISTORY = 2 * 364
SYNTHETIC = "synthetic"
LICENCE = "CC0-1.0 (synthetic)"

TOWN_LATITUDE, TOWN_LONGITUDE = 12.9719, 77.6412
_DEGREE_KM = 111.195

BUSINESS: dict[str, Any] = {
    "name": "Rang Salon (synthetic)",
    "category": "salon",
    "city": "Bengaluru",
    "latitude": TOWN_LATITUDE,
    "longitude": TOWN_LONGITUDE,
    "radius_km": 2,
    "monthly_budget": 12000,
    "opening_hours": {
        day: [{"open": "10:00", "close": "20:30"}]
        for day in ("tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    },
    "whatsapp_phone_number_id": "100000000000001",
}
CLIENT: dict[str, Any] = {"name": "Meghdoot Components (synthetic)", "industry": "Manufacturing"}

_TOWN_RADIUS_KM = 11.0
_COUNTS = {"salon": 420, "spa": 70, "restaurant": 640, "cafe": 220, "grocery": 280, "pharmacy": 150}
_RATED_RATIO = 0.85
_STATES_HOURS_RATIO = 0.7
# Elsewhere nearly half are open late; around the shop hardly anybody is.
_LATE_RATIO, _LATE_NEAR_RATIO = 0.45, 0.03
_NEAR_KM = 2.0
_COST_FOR_TWO = {"restaurant": 600, "cafe": 450}
_SATURDAY = 5
_FIRST = ("Asha", "Lotus", "Royal", "Green", "Metro", "Naya", "Sagar", "Silver", "Om", "Kaveri")
_SECOND = ("Corner", "House", "Point", "Studio", "Palace", "Junction", "Centre", "Garden")


@dataclass(frozen=True, slots=True)
class Channel:
    """How a synthetic channel behaves: what a day costs and what a rupee brings."""

    name: str
    rupees_per_day: float
    clicks_per_rupee: float
    conversions_per_click: float
    rupees_per_conversion: float
    yearly_growth_ratio: float


_CHANNELS = (
    Channel("google_ads", 18_000, 0.055, 0.021, 2_600, 0.18),
    Channel("linkedin_ads", 11_000, 0.012, 0.034, 5_200, 0.05),
    Channel("facebook_ads", 7_500, 0.090, 0.009, 1_900, -0.12),
    Channel("email", 900, 0.420, 0.016, 2_100, 0.02),
)


def town_csv() -> bytes:
    """Return the places around the demo shop."""
    chance = random.Random(SEED)
    rows = [
        _place(chance, category, number)
        for category, count in _COUNTS.items()
        for number in range(1, count + 1)
    ]
    return _csv(rows)


def _place(chance: random.Random, category: str, number: int) -> dict[str, object]:
    # Denser towards the middle, where the shop is.
    distance_km = _TOWN_RADIUS_KM * chance.random() ** 0.75
    bearing = chance.uniform(0, 2 * math.pi)
    north_km, east_km = distance_km * math.cos(bearing), distance_km * math.sin(bearing)
    longitude_km = _DEGREE_KM * math.cos(math.radians(TOWN_LATITUDE))
    is_rated = chance.random() < _RATED_RATIO
    return {
        "id": f"{category}-{number}",
        "name": f"{chance.choice(_FIRST)} {chance.choice(_SECOND)} {number} (synthetic)",
        "category": category,
        "latitude": f"{TOWN_LATITUDE + north_km / _DEGREE_KM:.6f}",
        "longitude": f"{TOWN_LONGITUDE + east_km / longitude_km:.6f}",
        "rating": f"{min(5.0, max(2.5, chance.gauss(4.0, 0.4))):.1f}" if is_rated else "0",
        "rating_count": chance.randint(4, 600) if is_rated else "0",
        "price_level": chance.choices((1, 2, 3, 4), (4, 4, 2, 1))[0],
        "cost_for_two": _cost_for_two(chance, category),
        "opening_hours": _hours(chance, distance_km),
    }


def _cost_for_two(chance: random.Random, category: str) -> int | str:
    usual = _COST_FOR_TWO.get(category)
    return "" if usual is None else round(usual * chance.lognormvariate(0, 0.35) / 10) * 10


def _hours(chance: random.Random, distance_km: float) -> str:
    if chance.random() > _STATES_HOURS_RATIO:
        return ""
    late = _LATE_NEAR_RATIO if distance_km < _NEAR_KM else _LATE_RATIO
    closing = "23:00" if chance.random() < late else "21:00"
    return f"{chance.choice(('Mo-Su', 'Mo-Sa', 'Tu-Su'))} 10:00-{closing}"


def observations_csv(last_day: date) -> bytes:
    """Return two years of days up to and including `last_day`."""
    chance = random.Random(SEED)
    first_day = last_day - timedelta(days=DAYS_OF_HISTORY - 1)
    days = [first_day + timedelta(days=offset) for offset in range(DAYS_OF_HISTORY)]
    return _csv(_observations(chance, days))


def _observations(chance: random.Random, days: list[date]) -> Iterator[dict[str, object]]:
    for offset, day in enumerate(days):
        weekday = 0.45 if day.weekday() >= _SATURDAY else 1.0 + 0.08 * (day.weekday() == 1)
        for channel in _CHANNELS:
            years = offset / 364
            level = channel.rupees_per_day * (1 + channel.yearly_growth_ratio) ** years * weekday
            spend = round(level * chance.lognormvariate(0, 0.15), 2)
            clicks = round(spend * channel.clicks_per_rupee * chance.lognormvariate(0, 0.2))
            conversions = sum(
                chance.random() < channel.conversions_per_click for _ in range(clicks)
            )
            revenue = conversions * channel.rupees_per_conversion * chance.lognormvariate(0, 0.25)
            yield {
                "date": day.isoformat(),
                "channel": channel.name,
                "spend": f"{spend:.2f}",
                "impressions": clicks * chance.randint(25, 45),
                "clicks": clicks,
                "conversions": conversions,
                "revenue": f"{revenue:.2f}",
            }


def _csv(rows: Iterable[dict[str, object]]) -> bytes:
    listed = list(rows)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(listed[0]))
    writer.writeheader()
    writer.writerows(listed)
    return text.getvalue().encode()
