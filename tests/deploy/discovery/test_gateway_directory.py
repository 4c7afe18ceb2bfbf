import threading
from pathlib import Path

import yaml

from discovery.__main__ import keep
from discovery.gateway_directory import GatewayDirectory
from discovery.replicas import Replicas
from onebox.gateway_problems import problems_in
from onebox.state import repository

SOURCE = repository() / "gateway" / "dynamic"
URLS = {
    "enterprise": ["http://10.0.0.2:8000"],
    "local": ["http://10.1.0.2:8000", "http://10.1.0.3:8000"],
}


def servers(directory: Path, service: str) -> list[str]:
    services = yaml.safe_load((directory / "services.yml").read_text())["http"]["services"]
    return [server["url"] for server in services[service]["loadBalancer"]["servers"] or ()]


def test_traefik_finds_the_repositorys_files_with_the_addresses_in_one(tmp_path: Path) -> None:
    GatewayDirectory(SOURCE, tmp_path).publish(URLS)
    assert servers(tmp_path, "enterprise") == URLS["enterprise"]
    assert servers(tmp_path, "local") == URLS["local"]
    assert servers(tmp_path, "platform-replicas") == [*URLS["enterprise"], *URLS["local"]]
    for name in ("routes.yml", "middlewares.yml"):
        assert (tmp_path / name).read_text() == (SOURCE / name).read_text()
    written = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert problems_in(written) == []


def test_only_what_changed_is_written_anew(tmp_path: Path) -> None:
    directory = GatewayDirectory(SOURCE, tmp_path)
    directory.publish(URLS)
    before = {path.name: path.stat().st_ino for path in tmp_path.iterdir()}
    directory.publish(URLS | {"local": []})
    after = {path.name: path.stat().st_ino for path in tmp_path.iterdir()}
    assert {name for name in before if before[name] != after[name]} == {"services.yml"}
    assert before.keys() == after.keys()


def test_the_first_round_writes_even_when_nobody_is_there(tmp_path: Path) -> None:
    stop = threading.Event()

    def nobody(name: str) -> list[str]:
        stop.set()
        raise OSError(name)

    tiers = {tier: Replicas(tier, 8000, nobody) for tier in URLS}
    keep(GatewayDirectory(SOURCE, tmp_path), tiers, stop, seconds=0)
    assert servers(tmp_path, "local") == []


def test_each_change_is_published_until_told_to_stop(tmp_path: Path) -> None:
    stop = threading.Event()
    answers = iter([["10.1.0.2"], ["10.1.0.2"], ["10.1.0.2", "10.1.0.3"]])

    def names(name: str) -> list[str]:
        found = next(answers)
        if len(found) == 2:
            stop.set()
        return found

    keep(GatewayDirectory(SOURCE, tmp_path), {"local": Replicas("x", 8000, names)}, stop, seconds=0)
    assert servers(tmp_path, "local") == URLS["local"]
