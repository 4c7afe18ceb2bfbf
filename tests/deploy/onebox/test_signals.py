import math

import pytest
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from onebox.signals import Reading, Snapshot, golden_signals, quantile, reading_of, spoken

BOUNDS = (0.1, 0.5, 1.0)


def page(durations: dict[tuple[str, str], list[float]], oldest: float | None = None) -> str:
    registry = CollectorRegistry()
    duration = Histogram(
        "http_request_duration_seconds",
        "…",
        ["route", "code"],
        buckets=BOUNDS,
        registry=registry,
    )
    for (route, code), seconds in durations.items():
        for value in seconds:
            duration.labels(route, code).observe(value)
    Histogram("db_pool_wait_seconds", "…", buckets=BOUNDS, registry=registry).observe(0.05)
    Gauge("http_requests_in_flight", "…", registry=registry).set(3)
    Counter("job_runs", "nothing that we read", registry=registry).inc()
    if oldest is not None:
        Gauge("job_oldest_age_seconds", "…", ["queue"], registry=registry).labels("a").set(oldest)
    return generate_latest(registry).decode()


def looks(*readings: dict[str, Reading]) -> list[Snapshot]:
    return [Snapshot(10.0 * number, reading) for number, reading in enumerate(readings)]


def test_a_page_is_read_for_what_clients_asked_of_the_tier() -> None:
    reading = reading_of(
        page(
            {
                ("/api/x", "200"): [0.05, 0.4],
                ("/api/x", "503"): [0.05],
                ("/readyz", "200"): [0.05] * 9,
                ("/problems/{status}", "503"): [0.05],
                ("/api/x/imports", "201"): [30.0],
            },
            oldest=7.0,
        )
    )
    assert (reading.totals["requests"], reading.totals["errors"]) == (4, 1)
    assert reading.totals["duration:+Inf"] == 3
    assert reading.totals["duration:0.5"] == 3
    assert reading.totals["wait:0.1"] == 1
    assert (reading.in_flight, reading.oldest_job_seconds) == (2, 7.0)


def test_signals_are_what_was_gained_over_all_processes() -> None:
    first = reading_of(page({("/api/x", "200"): [0.05]}))
    later = reading_of(page({("/api/x", "200"): [0.05] * 18 + [0.3], ("/api/x", "500"): [0.7]}))
    other = reading_of(page({("/api/x", "200"): [0.05]}, oldest=4.0))
    signals = golden_signals(looks({"a 1": first}, {"a 1": later, "b 2": other}), 0.5)
    assert signals["window_seconds"] == 10
    assert signals["requests_per_second"] == pytest.approx(2.0)
    assert signals["error_ratio"] == pytest.approx(1 / 20)
    assert signals["kept_ratio"] == pytest.approx(19 / 20)
    assert signals["p50_seconds"] == pytest.approx(0.1 * 10 / 18)
    assert signals["oldest_job_seconds"] == 4.0
    assert signals["in_flight"] == 4


def test_a_process_that_began_anew_does_not_take_anything_back() -> None:
    before = reading_of(page({("/api/x", "200"): [0.05] * 50}))
    anew = reading_of(page({("/api/x", "200"): [0.05] * 3}))
    signals = golden_signals(looks({"a 1": before}, {"a 2": anew}), 0.5)
    assert signals["requests_per_second"] == pytest.approx(0.3)


def test_one_missed_look_does_not_look_like_a_flood() -> None:
    many = reading_of(page({("/api/x", "200"): [0.05] * 50}))
    more = reading_of(page({("/api/x", "200"): [0.05] * 52}))
    signals = golden_signals(looks({}, {"a 1": many}, {"a 1": more}), 0.5)
    assert signals["requests_per_second"] == pytest.approx(0.1)


def test_nothing_seen_is_null_and_never_a_number() -> None:
    signals = golden_signals(looks({}), 2.0)
    unknown = {name for name, value in signals.items() if value is None}
    assert unknown == {
        "requests_per_second",
        "error_ratio",
        "p50_seconds",
        "p99_seconds",
        "kept_ratio",
        "pool_wait_p99_seconds",
        "oldest_job_seconds",
    }
    (line,) = spoken({"enterprise": signals})
    assert "- req/s, - failed, p50 -, p99 -, - within 2 s" in line


@pytest.mark.parametrize(
    ("ratio", "counts", "expected"),
    [
        (0.5, (10, 10, 10, 10), 0.05),
        (0.5, (0, 10, 10, 10), 0.3),
        (0.99, (0, 0, 10, 10), 0.995),
        (0.99, (0, 0, 0, 10), 1.0),
        (0.5, (0, 0, 0, 0), None),
    ],
)
def test_a_quantile_lies_in_its_bucket_as_prometheus_says(
    ratio: float, counts: tuple[int, ...], expected: float | None
) -> None:
    buckets = dict(zip((*BOUNDS, math.inf), map(float, counts), strict=True))
    assert quantile(ratio, buckets) == (expected if expected is None else pytest.approx(expected))


def test_a_person_reads_a_line_a_tier() -> None:
    reading = reading_of(page({("/api/x", "200"): [0.05] * 20}, oldest=1.5))
    (line,) = spoken({"local": golden_signals(looks({}, {"a 1": reading}), 0.5)})
    assert line.startswith("local       2.0 req/s, 0.0 % failed, p50 0.05 s")
    assert "100.0 % within 0.5 s; 2 in flight" in line
    assert "oldest job 1.5 s (last 10 s)" in line
