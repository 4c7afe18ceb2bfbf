"""What do a tier's golden signals say: traffic, errors, duration, saturation, and waiting jobs?

Computed from the processes' own /metrics pages, so that they are there without any Prometheus.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

_DURATION = "http_request_duration_seconds"
_POOL_WAIT = "db_pool_wait_seconds_bucket"
_IN_FLIGHT = "http_requests_in_flight"
_OLDEST = "job_oldest_age_seconds"
_READ = (_DURATION, _POOL_WAIT, _IN_FLIGHT, _OLDEST)
_OUR_API, _IMPORTS = "/api/", "/imports"
Signals = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one process showed: counters by a key of ours, and how things stood."""

    totals: Mapping[str, float] = field(default_factory=dict[str, float])
    in_flight: float = 0.0
    oldest_job_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One look at all processes of a tier; a process that starts anew has another name."""

    at_seconds: float
    readings: Mapping[str, Reading]


def reading_of(page: str) -> Reading:
    """Return what a /metrics page says of the golden signals."""
    lines = "\n".join(line for line in page.splitlines() if line.startswith(_READ))
    samples = [s for family in text_string_to_metric_families(lines) for s in family.samples]
    totals: dict[str, float] = {}
    for key, value in (pair for sample in samples for pair in _totals(sample)):
        totals[key] = totals.get(key, 0.0) + value
    in_flight = sum(s.value for s in samples if s.name == _IN_FLIGHT)
    oldest = [s.value for s in samples if s.name == _OLDEST]
    # The request that asked for the page is in flight, and none that matters.
    return Reading(totals, max(0.0, in_flight - 1), max(oldest) if oldest else None)


def _totals(sample: Sample) -> Iterator[tuple[str, float]]:
    labels = sample.labels
    if sample.name == _POOL_WAIT:
        yield f"wait:{labels['le']}", sample.value
    route = labels.get("route", "")
    if not route.startswith(_OUR_API):
        return
    if sample.name == f"{_DURATION}_count":
        yield "requests", sample.value
        if labels["code"].startswith("5"):
            yield "errors", sample.value
    if sample.name == f"{_DURATION}_bucket" and not route.endswith(_IMPORTS):
        yield f"duration:{labels['le']}", sample.value


def golden_signals(looks: Sequence[Snapshot], promise_seconds: float) -> Signals:
    """Return a tier's signals from the first look to the last; null: nothing was seen of it."""
    newest = looks[-1].readings.values()
    totals = _gained(looks)
    seconds = looks[-1].at_seconds - looks[0].at_seconds
    durations, waits = _buckets(totals, "duration:"), _buckets(totals, "wait:")
    ages = [one.oldest_job_seconds for one in newest if one.oldest_job_seconds is not None]
    requests = totals["requests"]
    return {
        "window_seconds": round(seconds, 1),
        "requests_per_second": requests / seconds if seconds > 0 else None,
        "error_ratio": totals["errors"] / requests if requests else None,
        "p50_seconds": quantile(0.5, durations),
        "p99_seconds": quantile(0.99, durations),
        "promise_seconds": promise_seconds,
        "kept_ratio": _kept(durations, promise_seconds),
        "in_flight": sum(reading.in_flight for reading in newest),
        "pool_wait_p99_seconds": quantile(0.99, waits),
        "oldest_job_seconds": max(ages) if ages else None,
    }


def _gained(looks: Sequence[Snapshot]) -> dict[str, float]:
    """Return what each counter gained since its process was first seen in these looks."""
    gained: dict[str, float] = {"requests": 0.0, "errors": 0.0}
    for name, reading in looks[-1].readings.items():
        earlier = (look.readings[name].totals for look in looks[:-1] if name in look.readings)
        before = next(earlier, dict[str, float]())
        for key, value in reading.totals.items():
            gained[key] = gained.get(key, 0.0) + value - before.get(key, 0.0)
    return gained


def _buckets(totals: Mapping[str, float], prefix: str) -> dict[float, float]:
    found = {
        float(key.removeprefix(prefix)): n for key, n in totals.items() if key.startswith(prefix)
    }
    return dict(sorted(found.items()))


def _kept(durations: Mapping[float, float], promise_seconds: float) -> float | None:
    every = durations.get(math.inf, 0.0)
    return durations.get(promise_seconds, 0.0) / every if every else None


def quantile(ratio: float, buckets: Mapping[float, float]) -> float | None:
    """Return a quantile as Prometheus does: as if values lay evenly within their bucket."""
    every = buckets.get(math.inf, 0.0)
    if not every:
        return None
    rank, below, bound = ratio * every, 0.0, 0.0
    for upper, count in buckets.items():
        if count >= rank:
            if upper == math.inf or count == below:
                return bound
            return bound + (upper - bound) * (rank - below) / (count - below)
        below, bound = count, upper
    return bound


def spoken(signals: Mapping[str, Signals]) -> Iterable[str]:
    """Return a line a tier for a person."""
    for tier, s in signals.items():
        yield (
            f"{tier:10}  {_number(s['requests_per_second'], '.1f')} req/s, "
            f"{_percent(s['error_ratio'])} failed, p50 {_seconds(s['p50_seconds'])}, "
            f"p99 {_seconds(s['p99_seconds'])}, {_percent(s['kept_ratio'])} within "
            f"{_number(s['promise_seconds'], 'g')} s; {_number(s['in_flight'], '.0f')} in flight, "
            f"pool wait p99 {_seconds(s['pool_wait_p99_seconds'])}, oldest job "
            f"{_seconds(s['oldest_job_seconds'])} (last {_number(s['window_seconds'], '.0f')} s)"
        )


def _number(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value * 100:.1f} %"


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g} s"
