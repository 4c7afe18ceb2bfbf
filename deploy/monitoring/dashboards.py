"""What does a person want to see of a tier? Golden signals, the work behind them, the edge."""

from collections.abc import Iterator

from monitoring.goals import TierGoals
from monitoring.grafana import Dashboard, Panel, Query
from monitoring.recordings import ERRORS, SLOW
from monitoring.work_alerts import (
    HEARTBEAT_SECONDS,
    JOB_AGE_SECONDS,
    LOOP_LAG_SECONDS,
    POOL_WAIT_SECONDS,
)

# The tiers that ask vendors; the others would show empty panels.
ASKS_VENDORS = frozenset({"local"})


def dashboards(goals: TierGoals) -> Iterator[tuple[str, Dashboard]]:
    """Yield each dashboard of a tier with its file's name."""
    for name, title, panels in (
        ("golden-signals", "golden signals", _golden_signals(goals)),
        ("work", "jobs, vendors, backups", _work(goals)),
        ("edge", "gateway, keys, runtime", _edge(goals)),
    ):
        uid = f"vlo-{goals.tier}-{name}"
        yield name, Dashboard(uid, f"{goals.tier}: {title}", tuple(panels))


def _golden_signals(goals: TierGoals) -> Iterator[Panel]:
    yield Panel("Requests", "reqps", (Query("tier:http_requests:rate5m", "at the gateway"),))
    yield Panel(
        "Failed", "percentunit", (Query(f"{ERRORS}5m", "5 min"), Query(f"{ERRORS}1h", "1 h"))
    )
    yield Panel(
        "Duration",
        "s",
        tuple(
            Query(f"tier:http_request_duration_seconds:{name}_5m", name) for name in ("p50", "p99")
        ),
        limit=goals.promise_seconds,
    )
    yield Panel(
        f"Slower than {goals.promise_seconds:g} s",
        "percentunit",
        (Query(f"{SLOW}5m", "5 min"), Query(f"{SLOW}1h", "1 h")),
        limit=goals.slow_budget,
    )
    yield from _pressure(goals)
    yield from _budgets()


def _pressure(goals: TierGoals) -> Iterator[Panel]:
    counted = f"http_request_duration_seconds_count{{{goals.answered}}}"
    api = f'{{job="{goals.tier}-api"}}'
    yield Panel("In flight", "short", (Query(f"sum(http_requests_in_flight{api})", "requests"),))
    yield Panel(
        "Wait for a connection, p99",
        "s",
        (Query("tier:db_pool_wait_seconds:p99_5m", "p99"),),
        limit=POOL_WAIT_SECONDS,
    )
    yield Panel(
        "Requests by route",
        "reqps",
        (Query(f"sum by (method, route) (rate({counted}[5m]))", "{{method}} {{route}}"),),
    )


def _budgets() -> Iterator[Panel]:
    for name, title in (("errors", "Availability"), ("slow", "Latency")):
        query = Query(f"tier:http_request_{name}:budget_left_ratio", "left")
        yield Panel(f"{title}: budget of 30 days left", "percentunit", (query,), "stat")


def _work(goals: TierGoals) -> Iterator[Panel]:
    worker = f'job="{goals.tier}-worker"'
    yield Panel(
        "Oldest due job",
        "s",
        (Query("tier:job_oldest_age_seconds:max", "age"),),
        limit=JOB_AGE_SECONDS,
    )
    yield Panel(
        "Last sign of a worker",
        "s",
        (Query("tier:worker_heartbeat_age_seconds:min", "ago"),),
        limit=HEARTBEAT_SECONDS,
    )
    yield from _jobs(worker)
    age = f"time() - max(backup_last_success_timestamp_seconds{{{worker}}})"
    yield Panel("Age of the last backup", "s", (Query(age, "age"),), "stat")
    if goals.tier in ASKS_VENDORS:
        yield from _vendors(worker)


def _jobs(worker: str) -> Iterator[Panel]:
    # Every worker counts the same queue.
    depth = f"max by (state) (job_queue_depth{{{worker}}})"
    yield Panel("Jobs in the queue", "short", (Query(depth, "{{state}}"),))
    runs = f"sum by (outcome) (rate(jobs_total{{{worker}}}[5m]))"
    yield Panel("Runs by outcome", "ops", (Query(runs, "{{outcome}}"),))
    total, count = (
        f"sum by (task) (rate(job_duration_seconds_{part}{{{worker}}}[1h]))"
        for part in ("sum", "count")
    )
    yield Panel(
        "Mean duration by task",
        "s",
        (Query(f"{total} / {count}", "{{task}}"),),
    )
    leases = f"sum(increase(job_lease_expired_total{{{worker}}}[1h]))"
    yield Panel("Leases expired in an hour", "short", (Query(leases, "jobs"),))


def _vendors(worker: str) -> Iterator[Panel]:
    by = "vendor, operation, outcome"
    requests = f"sum by ({by}) (increase(vendor_requests_total{{{worker}}}[1h]))"
    yield Panel(
        "Requests to vendors in an hour",
        "short",
        (Query(requests, "{{vendor}} {{operation}} {{outcome}}"),),
    )
    buckets = f"vendor_request_duration_seconds_bucket{{{worker}}}"
    slow = f"histogram_quantile(0.95, sum by (vendor, le) (rate({buckets}[1h])))"
    yield Panel("Vendors' duration, p95", "s", (Query(slow, "{{vendor}}"),))


def _edge(goals: TierGoals) -> Iterator[Panel]:
    api, ours = f'job="{goals.tier}-api"', f'job=~"{goals.tier}-(api|worker)"'
    codes = f"sum by (code) (rate(traefik_router_requests_total{{{goals.asked}}}[5m]))"
    yield Panel("Answers at the gateway", "reqps", (Query(codes, "{{code}}"),))
    ready = f'traefik_service_server_up{{service="{goals.tier}@file"}}'
    yield Panel("Replicas ready", "short", (Query(f"sum({ready})", "ready"),))
    open_connections = 'sum(traefik_open_connections{entrypoint="web"})'
    yield Panel("Connections to the gateway", "short", (Query(open_connections, "open"),))
    limited = f"sum(rate(rate_limited_total{{{api}}}[5m]))"
    yield Panel("Refused by quota", "reqps", (Query(limited, "429"),))
    refused = f"sum by (reason) (rate(auth_failures_total{{{api}}}[5m]))"
    yield Panel("Keys refused", "reqps", (Query(refused, "{{reason}}"),))
    replays = f"sum(rate(idempotency_replays_total{{{api}}}[5m]))"
    yield Panel("Answers given again", "reqps", (Query(replays, "replays"),))
    states = f"sum by (job, state) (db_pool_connections{{{ours}}})"
    yield Panel("Database connections", "short", (Query(states, "{{job}} {{state}}"),))
    timeouts = f"sum(rate(db_pool_timeouts_total{{{api}}}[5m]))"
    yield Panel("Refused for want of a connection", "reqps", (Query(timeouts, "timeouts"),))
    yield Panel(
        "Event loop lag",
        "s",
        (Query(f"max by (job) (event_loop_lag_seconds{{{ours}}})", "{{job}}"),),
        limit=LOOP_LAG_SECONDS,
    )
    memory = f"sum by (job) (process_resident_memory_bytes{{{ours}}})"
    yield Panel("Memory", "bytes", (Query(memory, "{{job}}"),))
    cpu = f"sum by (job) (rate(process_cpu_seconds_total{{{ours}}}[5m]))"
    yield Panel("CPU", "percentunit", (Query(cpu, "{{job}}"),))
    files = f"max by (job) (process_open_fds{{{ours}}})"
    yield Panel("Open files", "short", (Query(files, "{{job}}"),))
