"""The rows about one read of the local tier: through the gateway, beside it, and unchecked."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from functools import partial
from statistics import median
from typing import Any

from bench.load import Outcome, Request, ask_at_once, ask_over_and_over
from bench.stack import Stack, gateway_before, upstream
from bench.table import Row, share

ROUNDS = 5
READS = 2_000
BURSTS = 3
BURST = 1_000
ENTERPRISE_FLOOR_SECONDS = 0.5
# A shop may ask a thousand times an hour; so many share the load.
SHOPS = 60
BUSINESSES = "/api/v2/local/businesses"
TODAY = "/api/v2/local/insights/today"
CLIENTS = "/api/v1/enterprise/clients"
PLAIN = "read that asks the database over plain text, both via gateway"
CACHED = "today's stored insights over plain text, both via gateway"
BESIDE = "today's stored insights over that read, both via gateway"
THROUGHPUT = "that read through the gateway over direct: throughput"
CHECKS = "key, quota and tenancy: throughput with over without"
Case = Callable[[], Coroutine[Any, Any, Outcome]]


def shop_reads(stack: Stack) -> list[Request]:
    """Open the shops and return how each asks for itself."""
    shops = [
        {"name": f"Bench shop {number}", "category": "salon", "city": "Delhi"}
        for number in range(SHOPS)
    ]
    return [
        Request(f"{BUSINESSES}/{tenant}", key)
        for tenant, key in stack.open_tenants("local", BUSINESSES, shops)
    ]


async def read_rows(stack: Stack) -> list[Row]:
    """Measure every row about reads, the cases by turns."""
    requests = shop_reads(stack)
    environment = {
        "LOCAL_DATABASE_URL": stack.superuser_url("local", "local"),
        "LOCAL_KEY_PEPPER": stack.secret("local", "KEY_PEPPER"),
    }
    with (
        upstream("plain", {}) as plain,
        gateway_before(plain) as plain_gateway,
        upstream("unchecked", environment) as unchecked,
    ):
        ports = {
            "gateway": stack.gateway_port,
            "plain through the gateway": plain_gateway,
            "direct": stack.port_of("local-api-1"),
            "unchecked": unchecked,
        }
        cases = {name: _case(port, requests) for name, port in ports.items()}
        todays = [Request(TODAY, request.key) for request in requests]
        # Each shop's first question of the day computes the insights.
        await ask_over_and_over(stack.gateway_port, todays, len(todays), connections=4)
        cases["today"] = _case(stack.gateway_port, todays)
        outcomes = await _by_turns(cases)
    return [*_rows(outcomes), await burst_row(stack, requests)]


async def burst_row(stack: Stack, requests: list[Request]) -> Row:
    """Ask 10 enterprise and 1,000 local questions at the same moment."""
    tenant, key = stack.open_tenants("enterprise", CLIENTS, [{"name": "Bench client"}])[0]
    others = [Request(f"{CLIENTS}/{tenant}", key)] * 10
    shops = (requests * (BURST // len(requests) + 1))[:BURST]
    local: list[float] = []
    enterprise: list[float] = []
    statuses: Counter[str] = Counter()
    for _ in range(BURSTS):
        ours, theirs = await _both(stack.gateway_port, shops, others)
        local.append(ours.percentile(99))
        enterprise.append(max(theirs.latencies))
        statuses += ours.statuses + theirs.statuses
    failures = statuses.total() - statuses["200"]
    return Row(
        what="burst of 10 enterprise + 1,000 local: local p99",
        value=median(local),
        has_failed=failures > 0 or median(enterprise) > ENTERPRISE_FLOOR_SECONDS,
        unit=" s",
        floor=1.0,
        aim=0.5,
        is_more_better=False,
        detail=f"{failures} failures {dict(statuses)}; slowest "
        f"enterprise {median(enterprise):.2f} s (floor {ENTERPRISE_FLOOR_SECONDS})",
        rounds={"local_p99_seconds": local, "enterprise_max_seconds": enterprise},
    )


async def _both(port: int, shops: list[Request], others: list[Request]) -> tuple[Outcome, Outcome]:
    ours, theirs = await asyncio.gather(ask_at_once(port, shops), ask_at_once(port, others))
    return ours, theirs


def _rows(outcomes: dict[str, list[Outcome]]) -> list[Row]:
    rates = {name: [run.per_second for run in runs] for name, runs in outcomes.items()}
    failures = {name: sum(run.failures for run in runs) for name, runs in outcomes.items()}
    p50 = {name: [run.percentile(50) for run in runs] for name, runs in outcomes.items()}
    throughput_row = partial(_throughput_row, rates, failures)
    return [
        throughput_row(PLAIN, ("gateway", "plain through the gateway"), (0.20, 0.30)),
        throughput_row(CACHED, ("today", "plain through the gateway"), (0.45, 0.70)),
        # At most a fifth dearer than the read.
        throughput_row(BESIDE, ("today", "gateway"), (1 / 1.2, 0.95)),
        throughput_row(THROUGHPUT, ("gateway", "direct"), (0.85, 0.95)),
        Row(
            what="that read through the gateway over direct: p50",
            value=share(p50["gateway"], p50["direct"]),
            unit="",
            floor=1.2,
            aim=1.1,
            is_more_better=False,
            detail=f"{median(p50['gateway']):.4f} over {median(p50['direct']):.4f} s",
            rounds=p50,
        ),
        throughput_row(CHECKS, ("direct", "unchecked"), (0.85, 0.95)),
    ]


def _throughput_row(
    rates: dict[str, list[float]],
    failures: dict[str, int],
    what: str,
    cases: tuple[str, str],
    marks: tuple[float, float],
) -> Row:
    first, second = (rates[case] for case in cases)
    floor, aim = marks
    failed = sum(failures[case] for case in cases)
    return Row(
        what=what,
        value=share(first, second),
        unit="",
        floor=floor,
        aim=aim,
        is_more_better=True,
        has_failed=failed > 0,
        detail=f"{median(first):.0f} over {median(second):.0f} requests/s, 32 connections, "
        f"{failed} failures",
        rounds={case: rates[case] for case in cases},
    )


def _case(port: int, requests: list[Request]) -> Case:
    async def case() -> Outcome:
        return await ask_over_and_over(port, requests, READS)

    return case


async def _by_turns(cases: dict[str, Case]) -> dict[str, list[Outcome]]:
    """Run each case once a round, every other round backwards; the first round only warms up."""
    outcomes: dict[str, list[Outcome]] = {name: [] for name in cases}
    for number in range(ROUNDS + 1):
        names = list(cases) if number % 2 else list(reversed(cases))
        for name in names:
            outcome = await cases[name]()
            if number:
                outcomes[name].append(outcome)
    return outcomes
