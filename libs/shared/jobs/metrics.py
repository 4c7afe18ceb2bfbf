"""What a worker measures; `queue` is one per tier, and the tier's Prometheus adds which tier."""

from prometheus_client import Counter, Gauge, Histogram

QUEUE = "default"
DURATION_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900)
OUTCOMES = ("succeeded", "retried", "failed", "handed_back")
STATES = ("ready", "deferred", "running", "failed", "unhandled")

JOBS = Counter(
    "jobs_total",
    "Runs of jobs: succeeded, retried, failed for good, or handed back by a worker that stops.",
    ["queue", "task", "outcome"],
)
JOB_DURATION = Histogram(
    "job_duration_seconds", "How long a run took.", ["queue", "task"], buckets=DURATION_BUCKETS
)
QUEUE_DEPTH = Gauge(
    "job_queue_depth",
    "Jobs that are due, wait for their time, run, failed for good, or that no handler here knows.",
    ["queue", "state"],
)
OLDEST_AGE = Gauge(
    "job_oldest_age_seconds", "For how long the oldest due job has been due.", ["queue"]
)
LEASES_EXPIRED = Counter(
    "job_lease_expired_total", "Jobs taken back from workers that were not heard of."
)
LAST_HEARTBEAT = Gauge(
    "worker_last_heartbeat_timestamp_seconds", "When this worker last reached its database."
)
