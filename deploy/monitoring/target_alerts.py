"""Is everything there that should be there, and does anybody still watch?"""

from collections.abc import Iterator

from monitoring.alert import HALF_HOURS, Alert, Scenario
from monitoring.goals import TierGoals
from monitoring.pace import HOUR, MINUTE, Pace

BACKUP_HOURS = 26
JOBS = ("api", "worker", "gateway")


def target_alerts(goals: TierGoals, pace: Pace) -> Iterator[Alert]:
    """Yield the alerts on processes, backups, and the watching itself."""
    yield _no_replica(goals)
    yield _process_down(goals)
    yield from _absent(goals)
    yield from _backups(goals)
    yield from _prometheus(goals, pace)
    yield _watchdog()


def _no_replica(goals: TierGoals) -> Alert:
    series = f'traefik_service_server_up{{job="gateway",service="{goals.tier}@file",url='
    one, two = f'{series}"http://a"}}', f'{series}"http://b"}}'
    return Alert(
        name="NoReplicaReady",
        severity="page",
        expression=f'max(traefik_service_server_up{{job="gateway",service="{goals.tier}@file"}})'
        " < 1",
        wait_seconds=30,
        summary=f"No replica of the {goals.tier} tier is ready: every request is answered 503.",
        fires=(Scenario({one: "0x60", two: "1 1 0x60"}),),
        silent=(Scenario({one: "0x60", two: "1x60"}),),
    )


def _process_down(goals: TierGoals) -> Alert:
    up = f'up{{job="{goals.tier}-api",instance="a"}}'
    return Alert(
        name="ProcessDown",
        severity="ticket",
        expression=f'up{{job=~"{goals.tier}-(api|worker)|gateway"}} == 0',
        wait_seconds=2 * MINUTE,
        summary="A process does not answer Prometheus.",
        fires=(Scenario({up: "1 1 0x60"}, labels={"job": f"{goals.tier}-api", "instance": "a"}),),
        silent=(Scenario({up: "1x28 0 1x60"}),),
    )


def _absent(goals: TierGoals) -> Iterator[Alert]:
    for kind in JOBS:
        job = kind if kind == "gateway" else f"{goals.tier}-{kind}"
        one, two = (f'up{{job="{job}",instance="{name}"}}' for name in "ab")
        yield Alert(
            name=f"{kind.capitalize()}Absent",
            severity="page",
            # Without `== 1` it would stay silent about targets that are all down.
            expression=f'absent(up{{job="{job}"}} == 1)',
            wait_seconds=2 * MINUTE,
            summary=f"Not one process of {job} can be seen.",
            fires=(Scenario({}), Scenario({one: "0x60"})),
            silent=(Scenario({one: "0x60", two: "1x60"}),),
        )


def _backups(goals: TierGoals) -> Iterator[Alert]:
    job = f"{goals.tier}-worker"
    moment = f'backup_last_success_timestamp_seconds{{job="{job}",instance="a"}}'
    yield Alert(
        name="BackupTooOld",
        severity="ticket",
        expression=f'time() - max(backup_last_success_timestamp_seconds{{job="{job}"}})'
        f" > {BACKUP_HOURS * HOUR}",
        wait_seconds=5 * MINUTE,
        summary=f"The last backup of the {goals.tier} tier succeeded over {BACKUP_HOURS} h ago.",
        # Time begins at zero here: a backup at -27 h is one of 27 h ago.
        fires=(Scenario({moment: f"{-27 * HOUR}x60"}),),
        silent=(Scenario({moment: f"{-25 * HOUR}x60"}),),
    )
    yield Alert(
        name="BackupMissing",
        severity="ticket",
        expression=f'absent(backup_last_success_timestamp_seconds{{job="{job}"}})',
        wait_seconds=BACKUP_HOURS * HOUR,
        summary=f"No backup of the {goals.tier} tier was ever seen to succeed.",
        fires=(Scenario({}, 27 * 60, {"job": job}, HALF_HOURS),),
        silent=(
            Scenario({}, 25 * 60, step=HALF_HOURS),
            Scenario({moment: "0x60"}, 27 * 60, step=HALF_HOURS),
        ),
    )


def _prometheus(goals: TierGoals, pace: Pace) -> Iterator[Alert]:
    window = pace.span(15 * MINUTE)
    limit = "prometheus_target_scrapes_exceeded_sample_limit_total"
    yield Alert(
        name="SeriesLimitReached",
        severity="ticket",
        expression=f"increase({limit}[{window}]) > 0",
        summary=f"A process of the {goals.tier} tier shows more series than are taken in.",
        fires=(Scenario({f'{limit}{{job="prometheus"}}': "0x25 1x60"}, labels=_ITSELF),),
        silent=(Scenario({f'{limit}{{job="prometheus"}}': "3x60"}),),
    )
    failures = "prometheus_rule_evaluation_failures_total"
    yield Alert(
        name="RuleEvaluationFails",
        severity="ticket",
        expression=f"sum(increase({failures}[{window}])) > 0",
        summary=f"Prometheus cannot compute a rule of the {goals.tier} tier: an alert may be mute.",
        fires=(Scenario({f'{failures}{{rule_group="g"}}': "0x20 0+1x60"}),),
        silent=(Scenario({f'{failures}{{rule_group="g"}}': "3x60"}),),
    )


_ITSELF = {"job": "prometheus"}


def _watchdog() -> Alert:
    return Alert(
        name="Watchdog",
        severity="watchdog",
        # Silent as soon as nothing is seen any more, not only when Prometheus is gone.
        expression="vector(1) and on () (count(up == 1) > 0)",
        summary="Always fires: when it stops, alerts do not reach anybody any more.",
        fires=(Scenario({'up{job="x",instance="a"}': "1x60"}),),
        silent=(Scenario({'up{job="x",instance="a"}': "0x60"}), Scenario({})),
    )
