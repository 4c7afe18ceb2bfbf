import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

import pytest

from onebox.errors import ControlError, StackStartError
from onebox.process import KeptProcess
from onebox.readiness import http_status
from onebox.replicas import MOST_REPLICAS, ReplicaSet
from tests.deploy.onebox.processes import NeverReady, python, server, surroundings


class Recorder:
    """Stands where the gateway is: takes the addresses, and checks that each answers."""

    def __init__(self) -> None:
        self.published: list[list[str]] = []
        self.statuses: list[int | None] = []
        self.refusal: Exception | None = None
        self.replicas: ReplicaSet | None = None
        self.watched: KeptProcess | None = None
        self.was_alive: list[bool] = []

    async def publish(self) -> None:
        assert self.replicas is not None
        if self.refusal:
            raise self.refusal
        if self.watched:
            self.was_alive.append(self.watched.pid is not None)
        urls = self.replicas.urls
        self.published.append(urls)
        ports = [int(url.rpartition(":")[2]) for url in urls]
        self.statuses += await asyncio.gather(*(http_status(port, "/") for port in ports))


@pytest.fixture
def gateway() -> Recorder:
    return Recorder()


@pytest.fixture
async def replicas(tmp_path: Path, gateway: Recorder) -> AsyncGenerator[ReplicaSet]:
    around, _ = surroundings(tmp_path)

    def create(number: int) -> KeptProcess:
        return KeptProcess(server(f"local-api-{number}"), around)

    gateway.replicas = ReplicaSet("local", create, gateway.publish, settle_seconds=0.0)
    yield gateway.replicas
    await gateway.replicas.halt()


def names(replicas: ReplicaSet) -> list[str]:
    return [process.spec.name for process in replicas.processes]


async def test_new_replicas_answer_before_the_gateway_knows_them(
    replicas: ReplicaSet, gateway: Recorder
) -> None:
    await replicas.scale(2)
    assert names(replicas) == ["local-api-1", "local-api-2"]
    assert [len(urls) for urls in gateway.published] == [2]
    assert set(gateway.statuses) == {200}


async def test_those_that_stay_are_not_touched(replicas: ReplicaSet) -> None:
    await replicas.scale(1)
    first = replicas.processes[0].pid
    await replicas.scale(3)
    await replicas.scale(1)
    assert names(replicas) == ["local-api-1"]
    assert replicas.processes[0].pid == first


async def test_the_gateway_forgets_a_replica_before_it_stops(
    replicas: ReplicaSet, gateway: Recorder
) -> None:
    await replicas.scale(2)
    gateway.watched = leaving = replicas.processes[1]
    await replicas.scale(1)
    assert gateway.was_alive == [True]
    assert leaving.pid is None
    assert len(gateway.published[-1]) == 1


async def test_a_rolling_restart_always_has_an_answering_replica(
    replicas: ReplicaSet, gateway: Recorder
) -> None:
    await replicas.scale(1)
    before = replicas.processes[0].pid
    await replicas.restart()
    assert [len(urls) for urls in gateway.published] == [1, 2, 1]
    assert set(gateway.statuses) == {200}
    assert replicas.count == 1
    assert replicas.processes[0].pid != before


async def test_scaling_to_the_same_number_does_nothing(
    replicas: ReplicaSet, gateway: Recorder
) -> None:
    await replicas.scale(1)
    await replicas.scale(1)
    assert len(gateway.published) == 1


@pytest.mark.parametrize("count", [-1, 0, MOST_REPLICAS + 1])
async def test_an_impossible_number_is_refused(replicas: ReplicaSet, count: int) -> None:
    with pytest.raises(ControlError, match=f"choose 1 to {MOST_REPLICAS}"):
        await replicas.scale(count)
    assert replicas.processes == []


async def test_withdrawn_replicas_get_no_requests_and_can_be_had_again(
    replicas: ReplicaSet, gateway: Recorder
) -> None:
    await replicas.scale(2)
    await replicas.withdraw()
    assert (replicas.processes, replicas.urls) == ([], [])
    await replicas.scale(2)
    assert names(replicas) == ["local-api-1", "local-api-2"]


async def test_two_changes_at_once_happen_one_after_the_other(replicas: ReplicaSet) -> None:
    await asyncio.gather(replicas.scale(3), replicas.scale(2))
    assert replicas.count == 2
    assert len(replicas.processes) == 2


async def test_when_the_gateway_refuses_all_stays_as_it_was(
    replicas: ReplicaSet, gateway: Recorder
) -> None:
    await replicas.scale(1)
    gateway.refusal = ControlError("the new services.yml names an unknown middleware")
    with pytest.raises(ControlError, match="unknown middleware"):
        await replicas.scale(3)
    assert names(replicas) == ["local-api-1"]
    assert replicas.count == 1
    gateway.refusal = None
    await replicas.scale(2)
    assert names(replicas) == ["local-api-1", "local-api-2"]


async def test_a_replica_that_cannot_start_leaves_the_others_serving(
    tmp_path: Path, gateway: Recorder
) -> None:
    around, _ = surroundings(tmp_path)
    broken = replace(python("local-api-2", "raise SystemExit(78)"), readiness=NeverReady())
    specs = {1: server("local-api-1"), 2: broken}
    replicas = ReplicaSet(
        "local", lambda n: KeptProcess(specs[n], around), gateway.publish, settle_seconds=0.0
    )
    gateway.replicas = replicas
    await replicas.scale(1)
    with pytest.raises(StackStartError):
        await replicas.scale(2)
    assert names(replicas) == ["local-api-1"]
    assert replicas.processes[0].is_up
    await replicas.halt()
