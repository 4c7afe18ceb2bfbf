import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from onebox.gateway_config import MistypedGatewayNameError
from onebox.gateway_files import GatewayFiles
from onebox.state import State, repository


@pytest.fixture
def state(tmp_path: Path) -> State:
    state = State(tmp_path / ".vlo")
    state.prepare()
    return state


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return Path(shutil.copytree(repository() / "gateway", tmp_path / "gateway"))


def addresses(state: State, tier: str) -> list[str]:
    content: Any = yaml.safe_load((state.dynamic / "services.yml").read_text())
    servers: list[dict[str, str]] | None
    servers = content["http"]["services"][tier]["loadBalancer"]["servers"]
    return [server["url"] for server in servers or []]


def test_a_start_begins_without_a_replica_and_listens_where_it_should(
    state: State, checkout: Path
) -> None:
    GatewayFiles(checkout, state).write(18_080, 18_081, "127.0.0.1", {})
    static = yaml.safe_load(state.gateway_file.read_text())
    assert static["entryPoints"]["web"]["address"] == "127.0.0.1:18080"
    assert static["entryPoints"]["internal"]["address"] == "127.0.0.1:18081"
    assert addresses(state, "local") == []


def test_the_addresses_follow_the_replicas(state: State, checkout: Path) -> None:
    files = GatewayFiles(checkout, state)
    files.write(18_080, 18_081, "127.0.0.1", {})
    files.publish({"enterprise": [], "local": ["http://127.0.0.1:1", "http://127.0.0.1:2"]})
    assert addresses(state, "local") == ["http://127.0.0.1:1", "http://127.0.0.1:2"]
    assert addresses(state, "enterprise") == []


def test_a_checkout_that_changes_while_the_stack_runs_changes_nothing(
    state: State, checkout: Path
) -> None:
    files = GatewayFiles(checkout, state)
    files.write(18_080, 18_081, "127.0.0.1", {})
    (checkout / "dynamic" / "services.yml").write_text("http: {services: {}}\n")
    files.publish({"enterprise": [], "local": ["http://127.0.0.1:1"]})
    assert addresses(state, "local") == ["http://127.0.0.1:1"]


def test_a_mistyped_name_is_refused_before_the_gateway_starts(state: State, checkout: Path) -> None:
    routes = checkout / "dynamic" / "routes.yml"
    routes.write_text(routes.read_text().replace("service: local", "service: locla", 1))
    with pytest.raises(MistypedGatewayNameError, match="locla"):
        GatewayFiles(checkout, state).write(18_080, 18_081, "127.0.0.1", {})
