"""What every process measures of itself; names follow Prometheus' conventions.

The tier is not a label: each tier has its own Prometheus, which adds it.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from prometheus_client import Counter, Gauge, Histogram, Metric, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

# When a series began is asked by nobody, and would be a fifth of all series.
disable_created_metrics()

# Both promises (0.5 s local, 2 s enterprise) are bounds, so that a latency ratio is exact.
SECONDS_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10)

HTTP_REQUEST_DURATION = Histogram(
    "http_request_duration_seconds",
    "Time from the first byte of a request to the last of its answer.",
    ["method", "route", "code"],
    buckets=SECONDS_BUCKETS,
)
HTTP_REQUESTS_IN_FLIGHT = Gauge("http_requests_in_flight", "Requests being answered now.")
RATE_LIMITED = Counter("rate_limited_total", "Requests refused with 429.", ["policy"])
AUTH_FAILURES = Counter("auth_failures_total", "Keys refused.", ["reason"])
IDEMPOTENCY_REPLAYS = Counter("idempotency_replays_total", "Answers given again from memory.")
POOL_CONNECTIONS = Gauge("db_pool_connections", "Connections of the pools.", ["state"])
POOL_WAIT = Histogram(
    "db_pool_wait_seconds",
    "How long a request or a job waited for its connection.",
    buckets=(0.001, 0.005, 0.025, 0.1, 0.5, 1, 5),
)
POOL_TIMEOUTS = Counter("db_pool_timeouts_total", "Requests that got no connection in time.")
EVENT_LOOP_LAG = Gauge("event_loop_lag_seconds", "How late the event loop wakes up.")
VENDOR_REQUESTS = Counter(
    "vendor_requests_total",
    "Requests to vendors: ok, throttled, refused, failed, unreachable, too_large, cancelled by us.",
    ["vendor", "operation", "outcome"],
)
VENDOR_CALLS = Counter(
    "vendor_calls_total",
    "Calls to vendors by what came of them: done, pending, preview, or the kind of failure.",
    ["vendor", "operation", "outcome"],
)
VENDOR_DURATION = Histogram(
    "vendor_request_duration_seconds",
    "How long a vendor took to answer, or to be given up.",
    ["vendor", "operation"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 90),
)

# A first refusal is a rise from zero only where there was a zero.
POLICIES = ("tenant",)
REFUSAL_REASONS = ("malformed", "other_tier", "expired", "unknown")
for _policy in POLICIES:
    RATE_LIMITED.labels(_policy)
for _reason in REFUSAL_REASONS:
    AUTH_FAILURES.labels(_reason)


class BackupRecord(Collector):
    """When the tier's last backup succeeded, as the backup wrote it into a file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def collect(self) -> Iterable[Metric]:
        """Yield the moment; nothing while there is no backup yet."""
        moment = GaugeMetricFamily(
            "backup_last_success_timestamp_seconds", "When the last backup succeeded."
        )
        # While it is missing an alert says so; a time of zero would say something untrue.
        with suppress(OSError, ValueError):
            moment.add_metric([], float(self._file.read_text(encoding="utf-8")))
        yield moment
