import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path
from threading import Timer

import psycopg
import pytest

from onebox.databases import create_database, schema_mark, set_schema_mark
from onebox.errors import DatabaseAlreadyRunningError, DatabaseNotStartedError
from onebox.ports import choose
from onebox.postgres import Cluster, RunningCluster, running_cluster
from onebox.process_table import is_alive, is_listed


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Generator[RunningCluster]:
    directory = tmp_path_factory.mktemp("clusters")
    with running_cluster(directory / "cluster", choose(())) as cluster:
        yield cluster


PASSWORD = "p@ss 'word'"


def make_database(running: RunningCluster, name: str, password: str = PASSWORD) -> None:
    create_database(running.superuser_url, name, f"{name}_owner", password, f"{name}_app", password)


def test_it_is_postgresql_18_on_this_machine_only(running: RunningCluster) -> None:
    with psycopg.connect(running.superuser_url) as connection:
        assert connection.info.server_version // 10_000 == 18
        addresses = connection.execute("SHOW listen_addresses").fetchone()
        encoding = connection.execute("SHOW server_encoding").fetchone()
    assert addresses == ("127.0.0.1",)
    assert encoding == ("UTF8",)


def test_a_wrong_password_is_refused(running: RunningCluster) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(running.cluster.superuser_url("wrong"))


def test_committed_rows_survive_a_kill(running: RunningCluster) -> None:
    with psycopg.connect(running.superuser_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    running.kill()
    running.start()
    with psycopg.connect(running.superuser_url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_the_application_role_owns_nothing_and_cannot_bypass_row_security(
    running: RunningCluster,
) -> None:
    make_database(running, "roles")
    url = running.cluster.url("roles_app", PASSWORD, "roles")
    with psycopg.connect(url) as connection:
        rights = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles "
            "WHERE rolname = current_user"
        ).fetchone()
        assert rights == (False, False, False, False)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (a int)")


def test_the_owner_makes_tables_without_being_superuser(running: RunningCluster) -> None:
    make_database(running, "owned")
    with psycopg.connect(running.cluster.url("owned_owner", PASSWORD, "owned")) as connection:
        connection.execute("CREATE TABLE theirs (a int)")
        answer = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert answer.fetchone() == (False,)


def test_creating_a_database_again_keeps_its_rows_and_sets_the_passwords(
    running: RunningCluster,
) -> None:
    make_database(running, "again", "old")
    with psycopg.connect(running.cluster.url("again_owner", "old", "again")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS a")
    make_database(running, "again", "new")
    with psycopg.connect(running.cluster.url("again_owner", "new", "again")) as connection:
        assert connection.execute("SELECT a FROM kept").fetchone() == (1,)


def test_a_role_of_another_database_cannot_enter(running: RunningCluster) -> None:
    make_database(running, "mine")
    make_database(running, "yours")
    with pytest.raises(psycopg.OperationalError, match="CONNECT"):
        psycopg.connect(running.cluster.url("yours_app", PASSWORD, "mine"))


def test_a_database_remembers_what_was_said_of_its_tables(running: RunningCluster) -> None:
    make_database(running, "marked")
    assert schema_mark(running.superuser_url, "marked") == ""
    set_schema_mark(running.superuser_url, "marked", "made by code 'abc'")
    assert schema_mark(running.superuser_url, "marked") == "made by code 'abc'"


def test_two_servers_of_one_directory_are_refused(running: RunningCluster) -> None:
    second = RunningCluster(Cluster(running.cluster.data_dir, choose(())), "")
    with pytest.raises(DatabaseAlreadyRunningError, match="kill -INT"):
        second.start()


def test_an_interrupted_initdb_leaves_nothing_that_hinders_the_next(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "cluster", choose(()))
    half_made = tmp_path / "cluster.half-made"
    (half_made / "base").mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    assert not cluster.exists
    cluster.initialise("secret")
    assert cluster.exists
    assert not half_made.exists()
    # Neither is the superuser's password left in a file beside it.
    assert [path.name for path in tmp_path.iterdir()] == ["cluster"]


def test_a_pid_file_from_before_a_power_cut_does_not_hinder_the_start(tmp_path: Path) -> None:
    """The pid of the dead server belongs to another program today: to this test."""
    with running_cluster(tmp_path / "cluster", choose(())) as running:
        pid_file = tmp_path / "cluster" / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        running.kill()
        pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
        running.start()
        assert running.cluster.is_ready()


def test_a_dead_server_that_nobody_has_reaped_yet_is_waited_for(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)
    assert is_listed(dead.pid)
    assert not is_alive(dead.pid)
    (tmp_path / "postmaster.pid").write_text(f"{dead.pid}\n")
    reaper = Timer(0.2, dead.wait)
    reaper.start()
    Cluster(tmp_path, choose(())).clear_stale_pid()
    assert not is_listed(dead.pid)
    reaper.join()


def test_a_server_that_cannot_listen_says_so(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        cluster = Cluster(tmp_path / "cluster", listener.getsockname()[1])
        cluster.initialise("secret")
        with pytest.raises(DatabaseNotStartedError, match="Address already in use"):
            RunningCluster(cluster, "secret").start()


@pytest.mark.skipif(sys.platform != "linux", reason="other kernels offer no death signal")
def test_the_server_ends_when_its_starter_is_killed(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys, time\n"
        "from onebox.postgres import running_cluster\n"
        "with running_cluster(pathlib.Path(sys.argv[1]), int(sys.argv[2])):\n"
        "    print('up', flush=True); time.sleep(600)\n"
    )
    port = choose(())
    command = [sys.executable, "-c", code, str(tmp_path / "cluster"), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == b"up\n"
        starter.send_signal(signal.SIGKILL)
    # Only an ended server leaves its directory to the next one.
    following = RunningCluster(Cluster(tmp_path / "cluster", port), "")
    start_when_free(following)
    following.stop()


def start_when_free(running: RunningCluster) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with contextlib.suppress(DatabaseAlreadyRunningError):
            running.start()
            return
        time.sleep(0.02)
    pytest.fail("the server outlived its starter")
