"""Is the work behind the requests done: jobs, vendors; and is there room for more of it?"""

from collections.abc import Iterator

from monitoring.alert import Alert, Scenario
from monitoring.goals import TierGoals
from monitoring.pace import HOUR, MINUTE, Pace

JOB_AGE_SECONDS = 300
HEARTBEAT_SECONDS = 60
POOL_WAIT_SECONDS = 0.25
LOOP_LAG_SECONDS = 0.1


def work_alerts(goals: TierGoals, pace: Pace) -> Iterator[Alert]:
    """Yield the alerts on jobs, vendors, pools, refusals."""
    yield from _queue(goals)
    yield from _jobs(goals, pace)
    yield from _database(goals, pace)
    yield from _refusals(goals, pace)
    yield _vendors(goals, pace)
    yield from _process(goals, pace)


def _queue(goals: TierGoals) -> Iterator[Alert]:
    worker = f'job="{goals.tier}-worker",instance="a"'
    age, beat = f'job_oldest_age_seconds{{{worker},queue="default"}}', "worker_last_heartbeat"
    moment = f"{beat}_timestamp_seconds{{{worker}}}"
    yield Alert(
        name="JobsWaitTooLong",
        severity="page",
        expression=f"tier:job_oldest_age_seconds:max > {JOB_AGE_SECONDS}",
        wait_seconds=2 * MINUTE,
        summary=f"The oldest due job of the {goals.tier} tier has waited over 5 minutes.",
        fires=(Scenario({age: "0+60x60"}),),
        silent=(Scenario({age: "0x28 400 0x60"}),),
    )
    yield Alert(
        name="WorkerHeartbeatLost",
        severity="page",
        expression=f"tier:worker_heartbeat_age_seconds:min > {HEARTBEAT_SECONDS}",
        wait_seconds=MINUTE,
        summary=f"No worker of the {goals.tier} tier has reached its database for over a minute.",
        fires=(Scenario({moment: "0+60x10 600x60"}),),
        silent=(Scenario({moment: "0+60x60"}),),
    )


def _jobs(goals: TierGoals, pace: Pace) -> Iterator[Alert]:
    worker = f'job="{goals.tier}-worker"'
    runs = f'jobs_total{{{worker},instance="a",queue="default",task="Import",outcome='
    failed, retried = f'{runs}"failed"}}', f'{runs}"retried"}}'
    window = pace.span(HOUR)
    yield Alert(
        name="JobsFailForGood",
        severity="ticket",
        expression="sum by (task) (increase("
        f'jobs_total{{{worker},outcome="failed"}}[{window}])) > 0',
        summary=f"A job of the {goals.tier} tier failed for good and waits for a person.",
        fires=(Scenario({failed: "0x20 1x60"}, labels={"task": "Import"}),),
        silent=(Scenario({failed: "1x60", retried: "0+5x60"}),),
    )
    expired = f'job_lease_expired_total{{{worker},instance="a"}}'
    yield Alert(
        name="JobLeasesExpire",
        severity="ticket",
        expression=f"sum(increase(job_lease_expired_total{{{worker}}}[{window}])) > 5",
        summary=f"Jobs of the {goals.tier} tier are again and again taken back from workers that "
        "died.",
        fires=(Scenario({expired: "0+1x60"}),),
        silent=(Scenario({expired: "0x10 2x60"}),),
    )


def _database(goals: TierGoals, pace: Pace) -> Iterator[Alert]:
    api = f'job="{goals.tier}-api",instance="a"'
    quick, slow, every = (
        f'db_pool_wait_seconds_bucket{{{api},le="{bound}"}}' for bound in ("0.1", "1.0", "+Inf")
    )
    timeouts = f"db_pool_timeouts_total{{{api}}}"
    yield Alert(
        name="DatabasePoolWaitLong",
        severity="ticket",
        expression=f"tier:db_pool_wait_seconds:p99_5m > {POOL_WAIT_SECONDS}",
        wait_seconds=5 * MINUTE,
        summary=f"Requests of the {goals.tier} tier queue for a database connection.",
        fires=(Scenario({quick: "0+50x60", slow: "0+60x60", every: "0+60x60"}),),
        silent=(Scenario({quick: "0+60x60", slow: "0+60x60", every: "0+60x60"}),),
    )
    yield Alert(
        name="DatabasePoolTimesOut",
        severity="page",
        expression=f'sum(rate(db_pool_timeouts_total{{job="{goals.tier}-api"}}'
        f"[{pace.span(5 * MINUTE)}])) > 0.1",
        wait_seconds=2 * MINUTE,
        summary=f"Requests of the {goals.tier} tier get no database connection and are refused.",
        fires=(Scenario({timeouts: "0+30x60"}),),
        silent=(Scenario({timeouts: "0x20 3x60"}),),
    )


def _refusals(goals: TierGoals, pace: Pace) -> Iterator[Alert]:
    api, window = f'job="{goals.tier}-api"', pace.span(5 * MINUTE)
    limited = f'rate_limited_total{{{api},instance="a",policy="tenant"}}'
    asked = f"traefik_router_requests_total{{{_router(goals)}}}"
    refused = f"sum(rate(rate_limited_total{{{api}}}[{window}]))"
    yield Alert(
        name="QuotaStorm",
        severity="ticket",
        expression=f"{refused} > 1 and {refused} / tier:http_requests:rate5m > 0.2",
        wait_seconds=5 * MINUTE,
        summary=f"Over a fifth of the {goals.tier} tier's requests exceed their tenant's quota.",
        fires=(Scenario({limited: "0+300x60", asked: "0+1000x60"}),),
        silent=(
            Scenario({limited: "0+300x60", asked: "0+10000x60"}),
            Scenario({limited: "0+30x60", asked: "0+60x60"}),
        ),
    )
    failures = f'auth_failures_total{{{api},instance="a",reason="unknown"}}'
    yield Alert(
        name="AuthFailureStorm",
        severity="ticket",
        expression=f"sum(rate(auth_failures_total{{{api}}}[{window}])) > 5",
        wait_seconds=5 * MINUTE,
        summary=f"Somebody tries keys of the {goals.tier} tier that do not work.",
        fires=(Scenario({failures: "0+600x60"}),),
        silent=(Scenario({failures: "0+60x60"}),),
    )


def _router(goals: TierGoals) -> str:
    return f'job="gateway",router="{goals.tier}-key@file",service="x",method="GET",code="200"'


def _vendors(goals: TierGoals, pace: Pace) -> Alert:
    requests = f'vendor_requests_total{{job="{goals.tier}-worker",vendor="overpass"'
    ok, failed = f'{requests},outcome="ok"}}', f'{requests},outcome="failed"}}'
    window = pace.span(30 * MINUTE)
    selector = f'vendor_requests_total{{job=~"{goals.tier}-(api|worker)"'
    bad = 'outcome=~"failed|unreachable|throttled|too_large"'
    failures = f"sum by (vendor) (increase({selector},{bad}}}[{window}]))"
    return Alert(
        name="VendorFails",
        severity="ticket",
        expression=f"{failures} / sum by (vendor) (increase({selector}}}[{window}])) > 0.5"
        f" and {failures} > 5",
        wait_seconds=5 * MINUTE,
        summary=f"More than half of the {goals.tier} tier's requests to a vendor fail.",
        fires=(Scenario({ok: "0+1x90", failed: "0+2x90"}, 45, {"vendor": "overpass"}),),
        silent=(
            Scenario({ok: "0+2x90", failed: "0+1x90"}, 45),
            Scenario({ok: "0x90", failed: "0x20 3x90"}, 45),
        ),
    )


def _process(goals: TierGoals, pace: Pace) -> Iterator[Alert]:
    labels = {"job": f"{goals.tier}-api", "instance": "a"}
    api = f'{{job="{goals.tier}-api",instance="a"}}'
    lag, ours = f"event_loop_lag_seconds{api}", f'{{job=~"{goals.tier}-(api|worker)"}}'
    yield Alert(
        name="EventLoopBlocked",
        severity="ticket",
        expression=f"avg_over_time(event_loop_lag_seconds{ours}[{pace.span(5 * MINUTE)}])"
        f" > {LOOP_LAG_SECONDS}",
        wait_seconds=5 * MINUTE,
        summary=f"Something holds up a process of the {goals.tier} tier for everybody in it.",
        fires=(Scenario({lag: "0.3x60"}, labels=labels),),
        silent=(Scenario({lag: "0.01x28 0.3 0.01x60"}),),
    )
    used, most = f"process_open_fds{api}", f"process_max_fds{api}"
    yield Alert(
        name="FileDescriptorsRunOut",
        severity="ticket",
        expression=f"process_open_fds{ours} / process_max_fds{ours} > 0.8",
        wait_seconds=5 * MINUTE,
        summary=f"A process of the {goals.tier} tier has nearly as many open files as it may.",
        fires=(Scenario({used: "900x60", most: "1000x60"}, labels=labels),),
        silent=(Scenario({used: "700x60", most: "1000x60"}),),
    )
