"""How soon is a bad release back at no requests, and what does it cost? `make drill-canary`.

A real Traefik with the repository's files, 200 requests a second, releases of three kinds, each at
a tenth of the requests: one that only fails, one that fails now and then, one that is good.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.drills.paced_load import Answer, Ask, PacedLoad, paced_load
from pipeline.drills.programs import Gateway, gateway, replica
from pipeline.file_release import FileRelease
from pipeline.judge import Policy, budget_lost
from pipeline.rollout import Outcome, Timing, roll_out

PER_SECOND = 200.0
KEY = {"X-API-Key": "vlo_loc_" + "d5E6" * 9 + "xX"}
ASKS = (
    *[Ask("GET", "/api/v2/local/x", KEY)] * 3,
    Ask("POST", "/api/v2/local/x", KEY, is_repeatable=True),
)
MOST_SECONDS = 60.0
MOST_BUDGET = 0.01
# The limits are those of production; a drill need not watch for minutes what is good.
POLICY = Policy(watch_seconds=15.0)


@dataclass(frozen=True, slots=True)
class Case:
    """One release, each so many of whose answers are errors, and what must become of it."""

    what: str
    every: int
    is_good: bool


CASES = (
    Case("each answer a 500", 1, is_good=False),
    Case("one answer in 20 a 500", 20, is_good=False),
    Case("no error", 0, is_good=True),
)


def main() -> int:
    """Run every case, print what was measured, fail if one missed its limits."""
    with tempfile.TemporaryDirectory(prefix="vlo-drill-") as directory, _running(directory) as way:
        results = [_tried(case, way) for case in CASES]
    return 0 if all(results) else 1


@contextmanager
def _running(directory: str) -> Generator[Gateway]:
    with (
        replica("stable") as first,
        replica("stable") as second,
        gateway(Path(directory), {"local": [first, second]}) as way,
    ):
        yield way


def _tried(case: Case, way: Gateway) -> bool:
    print(f"\nA release with {case.what}, {PER_SECOND:.0f} requests a second:", flush=True)
    with (
        replica("canary", case.every) as url,
        paced_load(way.url, ASKS, PER_SECOND) as load,
    ):
        time.sleep(3)
        release = FileRelease(way.dynamic, "local", [url], f"{way.internal_url}/metrics")
        began = time.monotonic()
        timing = Timing(time.monotonic, time.sleep)
        outcome = roll_out(release, POLICY, timing, lambda line: print(f"  {line}", flush=True))
        time.sleep(3)
        counts = release.counts()
    release.forget()
    outcome.counts = counts
    return _reported(case, outcome, load, began)


def _reported(case: Case, outcome: Outcome, load: PacedLoad, began: float) -> bool:
    answers = load.since(began)
    statuses = Counter(answer.status for answer in answers)
    failed = sum(n for status, n in statuses.items() if status != "200")
    back_seconds = _last_of_canary(answers, began)
    per_second = len(answers) / (answers[-1].at - began)
    lost = budget_lost(failed, per_second, POLICY.objective)
    print(f"  the new release: {outcome.counts.errors} errors in {outcome.counts.requests} answers")
    print(f"  the clients: {dict(statuses)} at {per_second:.0f} a second;", end=" ")
    print(f"{lost:.4%} of 30 days' error budget lost")
    if case.is_good:
        return outcome.is_promoted and failed == 0
    print(f"  its last answer reached a client {back_seconds:.2f} s after its first share")
    is_back = not outcome.is_promoted and back_seconds <= MOST_SECONDS
    return is_back and lost <= MOST_BUDGET


def _last_of_canary(answers: list[Answer], began: float) -> float:
    return max((a.at - began for a in answers if a.release == "canary"), default=0.0)


if __name__ == "__main__":
    sys.exit(main())
