"""A tier goes back to a moment while the other runs on, and no mistake on the way loses data."""

import os
import signal
import subprocess
from collections.abc import Generator
from datetime import datetime

import httpx
import psycopg
import pytest

from bench.digests import at_a_moment
from onebox.backup_contents import DATA
from onebox.postgres import Cluster
from onebox.secret_values import SecretValues
from onebox.state import read_json
from tests.api import TENANT_BODY, TENANT_PATH
from tests.system.platform import TIERS
from tests.system.stack import VLO, Stack, eventually, gone_afterwards, new_stack

pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def lonely() -> Generator[Stack]:
    """Return a stack whose local tier has one backup; each test leaves it running."""
    with gone_afterwards(new_stack()) as stack:
        stack.up()
        stack.did("backup", "--tier", "local")
        yield stack


def superuser_url(stack: Stack) -> str:
    port = int(read_json(stack.state.ports_file)["local-database"])
    password = SecretValues(stack.state).of("local", "SUPERUSER_PASSWORD")
    return Cluster(stack.state.data / "local", port).superuser_url(password, "local")


def created(stack: Stack, tier: str) -> str:
    """Create a tenant; return where it can be read."""
    url = stack.url + TENANT_PATH[tier]
    headers = {"X-API-Key": stack.operator_key(tier)}
    answer = httpx.post(url, json=TENANT_BODY[tier], headers=headers, timeout=60)
    return f"{url}/{answer.raise_for_status().json()['id']}"


def status_of(stack: Stack, address: str) -> int:
    headers = {"X-API-Key": stack.operator_key("local")}
    return httpx.get(address, headers=headers, timeout=60).status_code


def moment(stack: Stack) -> datetime:
    at, _ = at_a_moment(superuser_url(stack))
    return at


def pids_of_others(stack: Stack) -> dict[str, int | None]:
    return {n: p.pid for n, p in stack.processes().items() if not n.startswith("local-")}


def test_a_tier_goes_back_to_a_moment_while_the_other_runs_on(
    lonely: Stack,
) -> None:
    there = created(lonely, "local")
    at, others = moment(lonely), pids_of_others(lonely)
    later = created(lonely, "local")
    with psycopg.connect(superuser_url(lonely)) as connection:
        connection.execute("DELETE FROM local_businesses")
    assert status_of(lonely, there) == 404

    lonely.did("restore", "--tier", "local", "--at", at.isoformat(), "--yes")
    assert (status_of(lonely, there), status_of(lonely, later)) == (200, 404)
    assert pids_of_others(lonely) == others
    assert all(process.is_up for process in lonely.processes().values())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--tier", "local", "--from", "yesterday"], "Backups: 20"),
        (["--tier", "local", "--at", "2020-01-01T00:00:00Z"], "earliest moment"),
        (["--tier", "local", "--at", "2120-01-01T00:00:00Z"], "lies in the future"),
        (["--tier", "local", "--at", "2026-11-26T10:00:00"], "names no zone"),
        (["--tier", "local", "--at", "soon"], "no moment"),
        (["--tier", "enterprise"], "There is no backup yet"),
        (["--tier", "both"], "Tiers: enterprise, local"),
    ],
)
def test_what_cannot_be_restored_stops_nothing(lonely: Stack, words: list[str], said: str) -> None:
    before = lonely.pids()
    refused = lonely.vlo("restore", *words, "--yes")
    assert refused.returncode == 1
    assert said in refused.stderr
    assert lonely.pids() == before


def test_without_a_yes_nothing_is_restored(lonely: Stack) -> None:
    before = lonely.pids()
    assert lonely.vlo("restore", "--tier", "local").returncode == 1
    assert lonely.pids() == before


def test_a_damaged_backup_stops_nothing(lonely: Stack) -> None:
    lonely.did("backup", "--tier", "enterprise")
    (backup,) = (lonely.state.backups / "enterprise" / "base").iterdir()
    with (backup / DATA).open("r+b") as file:
        file.truncate(1000)
    before = lonely.pids()
    refused = lonely.vlo("restore", "--tier", "enterprise", "--yes")
    assert refused.returncode == 1
    assert "Restore from another backup" in refused.stderr
    assert lonely.pids() == before


def test_a_supervisor_that_is_killed_in_a_restore_leaves_data_that_start(lonely: Stack) -> None:
    there = created(lonely, "local")
    database = lonely.processes()["local-database"].pid
    restoring = subprocess.Popen(
        [VLO, "restore", "--tier", "local", "--yes"],
        env={**os.environ, "VLO_HOME": str(lonely.home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    data = lonely.state.data
    eventually(
        lambda: any(data.glob("local.replaced-*")) and is_other(lonely, database), "the exchange"
    )
    os.kill(lonely.supervisor_pid, signal.SIGKILL)
    assert restoring.wait(60) != 0
    lonely.up()
    # To the end of the log: what was answered before is there, wherever the kill fell.
    assert status_of(lonely, there) == 200
    assert {name.split("-")[0] for name in lonely.processes()} >= set(TIERS)


def is_other(stack: Stack, pid: int | None) -> bool:
    """Tell whether another server than this one serves the local tier's directory."""
    return Cluster(stack.state.data / "local", 0).recorded_pid() not in {None, pid}
