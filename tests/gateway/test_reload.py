"""Changing the files under a running gateway: at once, under load, and never for the worse."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from onebox.gateway_config import MistypedGatewayNameError, write_dynamic
from tests.gateway.load import load
from tests.gateway.replica import Replica, eventually
from tests.gateway.running import RunningGateway, replicas_of
from tests.gateway.wire import LOCAL_KEY, ask, key

PATH = "/api/v2/local/x"


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Generator[RunningGateway]:
    gateway = RunningGateway(tmp_path_factory.mktemp("reload"))
    with gateway.running():
        yield gateway


@pytest.fixture(scope="module")
def trio() -> Generator[list[Replica]]:
    with replicas_of("enterprise", "local", "local") as replicas:
        yield replicas


def reloads(gateway: RunningGateway) -> float:
    lines = ask(gateway.internal_port, "/metrics").body.decode().splitlines()
    return sum(
        float(line.split()[1]) for line in lines if line.startswith("traefik_config_reloads_total")
    )


def test_reloads_under_load_lose_no_request(changing: RunningGateway, trio: list[Replica]) -> None:
    changing.point_at(trio)
    changing.await_reachable("local")
    slow = f"{PATH}?wait_seconds=0.5"
    with (
        ThreadPoolExecutor(8) as clients,
        load(changing.port, PATH, key(LOCAL_KEY), method="POST", clients=4) as fast,
    ):
        in_flight = [clients.submit(changing.ask, slow, key(LOCAL_KEY)) for _ in range(24)]
        for number in range(10):
            before = reloads(changing)
            changing.point_at(trio[: 2 + number % 2])
            eventually(lambda b=before: reloads(changing) > b, "the change is taken in")
            fast.await_more(10)
        statuses = {future.result().status for future in in_flight}
    assert (statuses, fast.failures()) == ({200}, {})


def test_a_new_replica_takes_its_share_without_a_restart(
    changing: RunningGateway, trio: list[Replica]
) -> None:
    enterprise, first, second = trio
    changing.point_at([enterprise, first])
    changing.await_reachable("local")
    changing.point_at([enterprise, first, second])

    def answered_by() -> set[int]:
        return {changing.ask(PATH, key(LOCAL_KEY)).json["pid"] for _ in range(8)}

    eventually(lambda: answered_by() == {first.pid, second.pid}, "both answer")


def test_a_mistyped_name_is_refused_and_the_gateway_goes_on(
    changing: RunningGateway, trio: list[Replica]
) -> None:
    changing.point_at(trio)
    changing.await_reachable("local")
    routes = changing.dynamic_dir / "routes.yml"
    good = routes.read_text()
    bad = good.replace("middlewares: [writes]", "middlewares: [wriets]")
    with pytest.raises(MistypedGatewayNameError, match="did you mean 'writes'"):
        write_dynamic(changing.dynamic_dir, "routes.yml", bad)
    assert routes.read_text() == good
    assert changing.ask(PATH, key(LOCAL_KEY), method="POST").status == 200


def test_a_refused_or_written_file_leaves_nothing_beside_it(changing: RunningGateway) -> None:
    assert {path.name for path in changing.dynamic_dir.iterdir()} == {
        "middlewares.yml",
        "routes.yml",
        "services.yml",
    }


def test_the_templates_mean_the_same_to_traefik_and_to_us(
    trio: list[Replica], tmp_path: Path
) -> None:
    """A container's gateway renders the addresses from its environment."""
    repository = Path(__file__).resolve().parents[2] / "gateway" / "dynamic" / "services.yml"
    _, first, second = trio
    gateway = RunningGateway(
        tmp_path,
        services=lambda _: repository.read_text(),
        environment={
            "VLO_ENTERPRISE_URLS": "",
            "VLO_LOCAL_URLS": f"{first.url},{second.url}",
        },
    )
    with gateway.running():
        gateway.await_reachable("local")
        gateway.await_unreachable("enterprise")
        assert gateway.ask(PATH, key(LOCAL_KEY)).json["pid"] in {first.pid, second.pid}
        assert {gateway.ask("/health").json["tier"] for _ in range(4)} == {"local"}
