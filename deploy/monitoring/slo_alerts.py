"""When is a promise broken so fast that somebody must act? Burn rates of the SRE workbook."""

from collections.abc import Iterator

from monitoring.alert import Alert, Scenario
from monitoring.goals import TierGoals
from monitoring.recordings import ERRORS, REQUESTS_IN_AN_HOUR, SLOW

# Burn rate, short window, long window: 2 % of a month's budget in an hour, 5 % in six …
PAGES = ((14.4, "5m", "1h"), (6.0, "30m", "6h"))
# … 10 % in a day or in three.
TICKETS = ((3.0, "2h", "1d"), (1.0, "6h", "3d"))
# With fewer requests in an hour, one failure would be a catastrophe.
FEWEST_REQUESTS = 50
_A_MINUTE = 10_000


def slo_alerts(goals: TierGoals) -> Iterator[Alert]:
    """Yield the alerts on availability and on latency, fast and slow."""
    tier, seconds = goals.tier, f"{goals.promise_seconds:g} s"
    for name, ratio, budget, what in (
        ("Availability", ERRORS, goals.unavailable_budget, "failed at the gateway"),
        ("Latency", SLOW, goals.slow_budget, f"took longer than {seconds}"),
    ):
        traffic = _failing if ratio == ERRORS else _slow
        yield Alert(
            name=f"{name}BudgetBurnsFast",
            severity="page",
            expression=f"({burning(ratio, budget, PAGES)})"
            f" and {REQUESTS_IN_AN_HOUR} > {FEWEST_REQUESTS}",
            summary=f"So many requests of the {tier} tier {what} that the month's budget is used "
            "up within days.",
            fires=(Scenario(traffic(goals, budget * 20)),),
            silent=(
                Scenario(traffic(goals, budget * 4)),
                Scenario(traffic(goals, budget * 20, a_minute=0.5)),
            ),
        )
        yield Alert(
            name=f"{name}BudgetBurnsSlowly",
            severity="ticket",
            expression=f"({burning(ratio, budget, TICKETS)})"
            f" and {REQUESTS_IN_AN_HOUR} > {FEWEST_REQUESTS}",
            summary=f"More requests of the {tier} tier {what} than the month's budget allows.",
            fires=(Scenario(traffic(goals, budget * 4)),),
            silent=(Scenario(traffic(goals, budget * 0.5)),),
        )


def burning(ratio: str, budget: float, rates: tuple[tuple[float, str, str], ...]) -> str:
    """Return the condition: both windows of one pair burn at least at its rate."""
    pairs = (
        f"({ratio}{short} > {rate} * {budget} and {ratio}{long} > {rate} * {budget})"
        for rate, short, long in rates
    )
    return " or ".join(pairs)


def _failing(goals: TierGoals, ratio: float, a_minute: float = _A_MINUTE) -> dict[str, str]:
    """Return traffic of which a part fails at the gateway."""
    router = f'job="gateway",router="{goals.tier}-key@file",service="x",method="GET"'
    requests = f"traefik_router_requests_total{{{router}"
    failed = a_minute * ratio
    return {
        f'{requests},code="200"}}': f"0+{a_minute - failed:g}x90",
        f'{requests},code="503"}}': f"0+{failed:g}x90",
    }


def _slow(goals: TierGoals, ratio: float, a_minute: float = _A_MINUTE) -> dict[str, str]:
    """Return traffic that all succeeds, of which a part takes longer than promised."""
    labels = f'job="{goals.tier}-api",method="GET",code="200"'
    counted, bound = "http_request_duration_seconds", f'le="{float(goals.promise_seconds)}"'
    page, upload = f'{labels},route="/api/x"', f'{labels},route="/api/x/imports"'
    quick = a_minute * (1 - ratio)
    return _failing(goals, 0, a_minute) | {
        f"{counted}_bucket{{{page},{bound}}}": f"0+{quick:g}x90",
        f"{counted}_count{{{page}}}": f"0+{a_minute:g}x90",
        # An import takes its time, and that is no breach of the promise.
        f"{counted}_bucket{{{upload},{bound}}}": "0+0x90",
        f"{counted}_count{{{upload}}}": f"0+{a_minute:g}x90",
    }
