"""`python -m bench.restore_drill [MIB] [SECONDS]`: does a backup bring all back, and how fast?

A stack of its own is filled, backed up, written to, wrecked and restored: to the moment before a
mistake while the other tier runs on, into an empty server from files and log and from a dump, and
after the loss of the database's whole directory. It ends with exit code 1 when anything differs.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
import psycopg

from bench.digests import Digest, at_a_moment, differences, digests
from bench.stack import ROOT, Stack, own_stack
from onebox.backup import SECRETS
from onebox.backup_catalog import Backup, backups_in
from onebox.control import call
from onebox.lifecycle import demo_variables
from onebox.ports import choose
from onebox.postgres import Cluster, RunningCluster
from onebox.postgres_programs import programs
from onebox.process_table import is_alive
from onebox.restore import Recovery, TierData, unpack
from onebox.state import read_json, read_variables

TIER = "local"
# What a running tier writes of itself, without any request: compared in the empty server only.
OWN_WRITES = ("public.pgqueuer", "public.quota_windows")
RPO_SECONDS, RTO_SECONDS = 60, 300


@dataclass(frozen=True, slots=True)
class Known:
    """What must be there again, and as of when."""

    moment: datetime
    tables: dict[str, Digest]
    backup: Backup


def say(line: str) -> None:
    """Print a line with the time of the day."""
    print(f"{time.strftime('%H:%M:%S')}  {line}", flush=True)


def require(is_so: object, what: str) -> None:
    """End the drill, as a failure, unless something holds."""
    if not is_so:
        sys.exit(f"THE DRILL FAILED: {what}")


@contextmanager
def told(what: str, limit_seconds: float | None = None) -> Generator[None]:
    """Say how long a step took, beside what it may take."""
    began = time.monotonic()
    yield
    taken = time.monotonic() - began
    say(f"{what}: {taken:.1f} s" + (f" (at most {limit_seconds:.0f})" if limit_seconds else ""))
    require(limit_seconds is None or taken <= limit_seconds, f"{what} took too long")


def fill(url: str, mebibytes: int) -> None:
    """Write rows of a kilobyte that cannot be packed well, beside the demo's own."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS restore_drill (n int, body text)")
        connection.execute(
            "INSERT INTO restore_drill SELECT n, (SELECT string_agg(md5(n::text || k), '') "
            "FROM generate_series(1, 30) k) FROM generate_series(1, %s) n",
            [mebibytes * 1024],
        )
        # Else autovacuum writes all of it into the log once more, in the middle of the backup.
        connection.execute("VACUUM restore_drill")
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    say(f"the database holds {row[0] / (1 << 20) if row else 0:.0f} MiB")


def prepare(stack: Stack, mebibytes: int) -> Known:
    """Fill, back up, write more, and note what there is."""
    url = stack.superuser_url(TIER, TIER)
    stack.vlo("up", "--port", str(stack.gateway_port))
    fill(url, mebibytes)
    with told("backup"):
        stack.vlo("backup", "--tier", TIER)
    fill(url, 1)
    require(smoke(stack), "the platform does not answer before the drill")
    moment, tables = at_a_moment(url)
    (backup,) = backups_in(stack.state.backups / TIER / "base", TIER)
    say(f"{len(tables)} tables with {sum(d.rows for d in tables.values())} rows at {moment}")
    return Known(moment, tables, backup)


def smoke(stack: Stack) -> bool:
    """Ask the gateway what a newcomer asks it: a page that needs rows, a key and the engine."""
    demo = demo_variables(stack.state)
    answer = httpx.post(
        f"{demo['VLO_GATEWAY_URL']}/api/v2/local/intelligence",
        headers={"X-API-Key": demo["VLO_LOCAL_KEY"]},
        json={"business_id": demo["VLO_LOCAL_BUSINESS_ID"]},
        timeout=60,
    )
    return answer.is_success and "synthetic" in answer.json()["business_name"]


def wreck(url: str) -> None:
    """Empty every table, as a mistaken script would."""
    with psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = ", ".join(f'"{row[0]}"' for row in rows.fetchall())
        connection.execute(f"TRUNCATE {names} CASCADE".encode())


def others(stack: Stack) -> dict[str, int]:
    """Return the pid of everything that does not belong to the tier."""
    rows = call(stack.state, "status")["processes"]
    return {r["name"]: r["pid"] for r in rows if not r["name"].startswith(f"{TIER}-")}


def undo_a_mistake(stack: Stack, known: Known) -> None:
    """Restore to the moment before everything was deleted; the other tier must not notice."""
    url, before = stack.superuser_url(TIER, TIER), others(stack)
    wreck(url)
    with told("RTO, restored to a moment and healthy", RTO_SECONDS):
        stack.vlo("restore", "--tier", TIER, "--at", known.moment.isoformat(), "--yes")
    require_as_before(stack, url, known, before)
    with told("undone"):
        stack.vlo("restore", "--tier", TIER, "--undo", "--yes")
    require(row_count(url) == 0, "what was undone is still served")
    stack.vlo("restore", "--tier", TIER, "--at", known.moment.isoformat(), "--yes")
    require_as_before(stack, url, known, before)
    require(smoke(stack), "the restored tier does not answer")


def row_count(url: str) -> int:
    """Return how many of the drill's own rows there are."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM restore_drill").fetchone()
    return int(row[0]) if row else -1


def require_as_before(stack: Stack, url: str, known: Known, before: dict[str, int]) -> None:
    """End the drill unless the tables are those of the moment, and the other tier never stopped."""
    require(others(stack) == before, "a process of the other tier or the gateway was replaced")
    with psycopg.connect(url) as connection:
        changed = differences(known.tables, digests(connection))
    foreign = [line for line in changed if not line.startswith(OWN_WRITES)]
    require(not foreign, "\n".join(["after the restore", *foreign]))
    say(f"the other tier's pids are the same; written since by the tier itself: {len(changed)}")


def into_an_empty_server(stack: Stack, known: Known) -> None:
    """Restore files and log, then a dump, where nothing else writes: every table must be equal."""
    with tempfile.TemporaryDirectory(prefix="vlo-drill-") as place:
        data = TierData(Path(place) / TIER)
        log = Path(shutil.copytree(stack.state.backups / TIER / "wal", Path(place) / "wal"))
        unpack(known.backup, data, Recovery(sys.executable, log, known.moment), say)
        password = read_variables(known.backup.path / SECRETS)["LOCAL_SUPERUSER_PASSWORD"]
        cluster = Cluster(data.restoring, choose(()), {"hot_standby": "off"})
        server = RunningCluster(cluster, password)
        try:
            server.start()
            require_equal(known, cluster.superuser_url(password, TIER), "files and log")
            from_a_dump(Path(place), cluster, password)
            require_equal(known, cluster.superuser_url(password, "again"), "a dump")
        finally:
            server.stop()


def require_equal(known: Known, url: str, what: str) -> None:
    """End the drill unless a database holds exactly what was noted."""
    with psycopg.connect(url) as connection:
        changed = differences(known.tables, digests(connection))
    require(not changed, "\n".join([f"restored from {what}", *changed]))
    say(f"from {what}: rows and MD5 of all {len(known.tables)} tables are equal")


def from_a_dump(place: Path, cluster: Cluster, password: str) -> None:
    """Dump the tier's database and restore it as another one."""
    with psycopg.connect(cluster.superuser_url(password), autocommit=True) as connection:
        connection.execute("CREATE DATABASE again OWNER local_owner")
    environment = {
        "PATH": f"{programs()}:{os.environ['PATH']}",
        "BACKUP_DATABASE_URL": cluster.superuser_url(password, TIER),
        "BACKUP_DIRECTORY": str(place),
        "RESTORE_DATABASE_URL": cluster.superuser_url(password, "again"),
    }
    with told("dump"):
        subprocess.run([ROOT / "deploy/backup/dump.sh"], env=environment, check=True)
    with told("dump restored"):
        command = [ROOT / "deploy/backup/restore.sh", max(place.glob("*.dump"))]
        subprocess.run(command, env=environment, check=True)


def lose_the_directory(stack: Stack, seconds: float) -> None:
    """Kill everything while rows are written, delete the data, restore what was kept."""
    url = stack.superuser_url(TIER, TIER)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE drill_clock (n int)")
    stack.vlo("backup", "--tier", TIER)
    written = write_until_killed(stack, url, seconds)
    shutil.rmtree(stack.state.data / TIER)
    with told("RTO, from no data at all to healthy", RTO_SECONDS):
        stack.vlo("restore", "--tier", TIER, "--yes")
        stack.vlo("up", "--port", str(stack.gateway_port), "--no-demo")
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT n FROM drill_clock ORDER BY n").fetchall()
    numbers = [row[0] for row in found]
    require(numbers == list(range(len(numbers))), "there is a gap in what was restored")
    lost = written[-1] - written[len(numbers) - 1] if numbers else written[-1] - written[0]
    say(f"RPO, with the whole directory lost: {lost:.1f} s of {written[-1] - written[0]:.0f} s")
    require(lost <= RPO_SECONDS + 5, "more was lost than may be")
    require(smoke(stack), "the restored tier does not answer")


def write_until_killed(stack: Stack, url: str, seconds: float) -> list[float]:
    """Commit a row every tenth of a second, then cut the power; return when each was committed."""
    written: list[float] = []
    with psycopg.connect(url, autocommit=True) as connection:
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            connection.execute("INSERT INTO drill_clock VALUES (%s)", [len(written)])
            written.append(time.monotonic())
            time.sleep(0.1)
        cut_the_power(stack)
    return written


def cut_the_power(stack: Stack) -> None:
    """Kill the databases before anybody can ask them to end well, then the rest."""
    rows = call(stack.state, "status")["processes"]
    supervisor = int(read_json(stack.state.pid_file)["pid"])
    databases = [row["pid"] for row in rows if row["name"].endswith("-database")]
    for pid in (*databases, supervisor):
        os.kill(pid, signal.SIGKILL)
    while is_alive(supervisor):
        time.sleep(0.05)


def main() -> None:
    """Run the drill."""
    mebibytes = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 80  # noqa: PLR2004 - the second word
    with own_stack() as stack:
        known = prepare(stack, mebibytes)
        undo_a_mistake(stack, known)
        into_an_empty_server(stack, known)
        lose_the_directory(stack, seconds)
    say("the drill is passed")


if __name__ == "__main__":
    main()
