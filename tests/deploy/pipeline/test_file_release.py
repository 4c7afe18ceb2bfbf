"""Shares and counts behind a real gateway, with real replicas of both releases."""

from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.errors import BlindError
from pipeline.file_release import FileRelease
from pipeline.traffic import Counts
from tests.gateway.replica import Replica, eventually
from tests.gateway.running import RunningGateway, replicas_of
from tests.gateway.wire import LOCAL_KEY, key

READ = "/api/v2/local/x"
REPEATABLE = [*key(LOCAL_KEY), ("Idempotency-Key", "one")]


@dataclass
class Both:
    """The release that runs, the new one, and the gateway before them."""

    gateway: RunningGateway
    stable: Replica
    canary: Replica
    release: FileRelease

    def answered_by(self, requests: int) -> Counter[int]:
        told = [self.gateway.ask(READ, key(LOCAL_KEY)).json["pid"] for _ in range(requests)]
        return Counter(told)

    def weigh(self, percent: int, wanted: set[int]) -> None:
        self.release.weigh(percent)
        eventually(lambda: set(self.answered_by(40)) == wanted, f"{percent} % is taken in")


@pytest.fixture
def both(tmp_path: Path) -> Generator[Both]:
    gateway = RunningGateway(tmp_path)
    with replicas_of("enterprise", "local", "local") as (enterprise, stable, canary):
        gateway.point_at([enterprise, stable])
        with gateway.running():
            gateway.await_reachable("local")
            metrics = f"http://127.0.0.1:{gateway.internal_port}/metrics"
            release = FileRelease(gateway.dynamic_dir, "local", [canary.url], metrics)
            yield Both(gateway, stable, canary, release)


def test_a_release_gets_its_share_all_or_nothing(both: Both) -> None:
    either = {both.stable.pid, both.canary.pid}
    both.weigh(10, either)
    assert both.answered_by(100)[both.canary.pid] in range(8, 13)
    both.weigh(100, {both.canary.pid})
    both.weigh(0, {both.stable.pid})
    both.release.forget()
    eventually(lambda: set(both.answered_by(5)) == {both.stable.pid}, "it is as it was")
    assert "canary" not in (both.gateway.dynamic_dir / "services.yml").read_text()


def test_errors_that_the_gateway_hides_from_clients_are_counted(both: Both) -> None:
    both.weigh(100, {both.canary.pid})
    before = both.release.counts()
    both.gateway.ask(f"{READ}?status=500", REPEATABLE, method="POST")
    assert both.release.counts() - before == Counts(requests=2, errors=2)


def test_a_release_that_is_not_ready_gets_nothing_whatever_its_share(both: Both) -> None:
    both.canary.say_not_ready()
    both.release.weigh(100)
    eventually(lambda: both.answered_by(3) == {both.stable.pid: 3}, "only the stable one answers")


def test_a_gateway_that_is_away_is_blindness(both: Both) -> None:
    both.release.metrics_url = "http://127.0.0.1:9/metrics"
    with pytest.raises(BlindError, match="Is the gateway up"):
        both.release.counts()
