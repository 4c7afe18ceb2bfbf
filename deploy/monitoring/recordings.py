"""Which ratios and quantiles are computed beforehand? Names are `level:metric:operation`."""

from collections.abc import Iterator

from monitoring.goals import TierGoals
from monitoring.pace import DAY, HOUR, MINUTE, Pace

WINDOWS = {
    "5m": 5 * MINUTE,
    "30m": 30 * MINUTE,
    "1h": HOUR,
    "2h": 2 * HOUR,
    "6h": 6 * HOUR,
    "1d": DAY,
    "3d": 3 * DAY,
}
ERRORS = "tier:http_request_errors:ratio_rate"
SLOW = "tier:http_request_slow:ratio_rate"
REQUESTS_IN_AN_HOUR = "tier:http_requests:increase1h"
BUDGET_DAYS = 30


def recordings(goals: TierGoals, pace: Pace) -> Iterator[tuple[str, str]]:
    """Yield each recorded series and its expression."""
    for name, seconds in WINDOWS.items():
        yield f"{ERRORS}{name}", _error_ratio(goals, pace.span(seconds))
        yield f"{SLOW}{name}", _slow_ratio(goals, pace.span(seconds))
    yield from _traffic(goals, pace)
    yield from _budgets(goals, pace)
    yield from _saturation(goals, pace)


def _error_ratio(goals: TierGoals, window: str) -> str:
    requests = "traefik_router_requests_total"
    # Without traffic there is no ratio; 0/0 would poison every average over it.
    return (
        f'(sum(rate({requests}{{{goals.asked},code=~"5.."}}[{window}])) or vector(0))'
        f" / (sum(rate({requests}{{{goals.asked}}}[{window}])) > 0)"
    )


def _slow_ratio(goals: TierGoals, window: str) -> str:
    duration, bound = "http_request_duration_seconds", f'le="{float(goals.promise_seconds)}"'
    return (
        f"1 - sum(rate({duration}_bucket{{{goals.answered},{bound}}}[{window}]))"
        f" / (sum(rate({duration}_count{{{goals.answered}}}[{window}])) > 0)"
    )


def _traffic(goals: TierGoals, pace: Pace) -> Iterator[tuple[str, str]]:
    requests = f"traefik_router_requests_total{{{goals.asked}}}"
    yield "tier:http_requests:rate5m", f"sum(rate({requests}[{pace.span(5 * MINUTE)}]))"
    yield REQUESTS_IN_AN_HOUR, f"sum(increase({requests}[{pace.span(HOUR)}]))"
    for name, quantile in (("p50", 0.5), ("p99", 0.99)):
        buckets = f"http_request_duration_seconds_bucket{{{goals.answered}}}"
        yield f"tier:http_request_duration_seconds:{name}_5m", quantile_of(quantile, buckets, pace)


def _budgets(goals: TierGoals, pace: Pace) -> Iterator[tuple[str, str]]:
    month = pace.span(BUDGET_DAYS * DAY)
    for name, ratio, budget in (
        ("errors", ERRORS, goals.unavailable_budget),
        ("slow", SLOW, goals.slow_budget),
    ):
        average = f"avg_over_time({ratio}5m[{month}])"
        yield f"tier:http_request_{name}:budget_left_ratio", f"1 - {average} / {budget}"


def _saturation(goals: TierGoals, pace: Pace) -> Iterator[tuple[str, str]]:
    waits = f'db_pool_wait_seconds_bucket{{job=~"{goals.tier}-(api|worker)"}}'
    yield "tier:db_pool_wait_seconds:p99_5m", quantile_of(0.99, waits, pace)
    worker = f'{{job="{goals.tier}-worker"}}'
    yield "tier:job_oldest_age_seconds:max", f"max(job_oldest_age_seconds{worker})"
    yield (
        "tier:worker_heartbeat_age_seconds:min",
        f"time() - max(worker_last_heartbeat_timestamp_seconds{worker})",
    )


def quantile_of(quantile: float, buckets: str, pace: Pace) -> str:
    """Return the expression of a quantile over all processes in the last five minutes."""
    window = pace.span(5 * MINUTE)
    return f"histogram_quantile({quantile}, sum by (le) (rate({buckets}[{window}])))"
