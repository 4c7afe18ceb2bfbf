"""What every process measures of itself; names follow Prometheus' conventions.

The tier is not a label: each tier has its own Prometheus, which adds it.
"""

from prometheus_client import Counter, Gauge, Histogram

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
    "How long a hot read waited for its connection.",
    buckets=(0.001, 0.005, 0.025, 0.1, 0.5, 1, 5),
)
POOL_TIMEOUTS = Counter("db_pool_timeouts_total", "Requests that got no connection in time.")
EVENT_LOOP_LAG = Gauge("event_loop_lag_seconds", "How late the event loop wakes up.")
