import os
import subprocess
from collections.abc import Generator
from pathlib import Path
from time import time

import psycopg
import pytest
import yaml

from bench.digests import digests
from onebox.ports import choose
from onebox.postgres import RunningCluster, running_cluster
from onebox.postgres_programs import programs
from tests.architecture.tree import ROOT

SCRIPTS = ROOT / "deploy/backup"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[RunningCluster]:
    with running_cluster(tmp_path_factory.mktemp("clusters") / "c", choose(())) as running:
        with psycopg.connect(running.superuser_url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE shop")
            connection.execute("CREATE ROLE shop_owner")
        with psycopg.connect(url(running, "shop")) as connection:
            connection.execute("CREATE TABLE kept AS SELECT n FROM generate_series(1, 2000) n")
            connection.execute("ALTER TABLE kept OWNER TO shop_owner")
            connection.execute("ALTER TABLE kept ENABLE ROW LEVEL SECURITY")
            connection.execute("ALTER TABLE kept FORCE ROW LEVEL SECURITY")
        yield running


def url(running: RunningCluster, database: str) -> str:
    return running.cluster.superuser_url(running.superuser_password, database)


def run(
    script: str, *words: str | Path, **settings: str | Path
) -> subprocess.CompletedProcess[str]:
    path = f"{programs()}:{os.environ['PATH']}"
    environment = {"PATH": path} | {name: str(value) for name, value in settings.items()}
    return subprocess.run(
        [SCRIPTS / script, *words], env=environment, capture_output=True, text=True, check=False
    )


def dumped(running: RunningCluster, place: Path, **settings: str) -> Path:
    done = run(
        "dump.sh", BACKUP_DATABASE_URL=url(running, "shop"), BACKUP_DIRECTORY=place, **settings
    )
    assert done.returncode == 0, done.stderr
    return max(place.glob("*.dump"))


def emptied(running: RunningCluster, database: str) -> str:
    with psycopg.connect(running.superuser_url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {database}".encode())
        connection.execute(f"CREATE DATABASE {database}".encode())
    return url(running, database)


def held(address: str) -> dict[str, object]:
    with psycopg.connect(address) as connection:
        return dict(digests(connection))


def test_a_dump_restored_into_an_empty_database_is_the_same_table_by_table(
    server: RunningCluster, tmp_path: Path
) -> None:
    dump = dumped(server, tmp_path)
    target = emptied(server, "again")
    done = run("restore.sh", dump, RESTORE_DATABASE_URL=target)
    assert done.returncode == 0, done.stderr
    assert held(target) == held(url(server, "shop"))
    with psycopg.connect(target) as connection:
        row = connection.execute(
            "SELECT relforcerowsecurity, relowner::regrole::text FROM pg_class "
            "WHERE relname = 'kept'"
        ).fetchone()
    assert row == (True, "shop_owner")
    assert abs(int((tmp_path / "last_success").read_text()) - time()) < 600
    assert dump.stat().st_mode & 0o077 == 0


def test_a_database_that_holds_something_is_not_overwritten(
    server: RunningCluster, tmp_path: Path
) -> None:
    dump = dumped(server, tmp_path)
    before = held(url(server, "shop"))
    refused = run("restore.sh", dump, RESTORE_DATABASE_URL=url(server, "shop"))
    assert refused.returncode == 1
    assert "nothing is overwritten" in refused.stderr
    assert held(url(server, "shop")) == before


def test_a_damaged_dump_is_refused(server: RunningCluster, tmp_path: Path) -> None:
    dump = dumped(server, tmp_path)
    dump.write_bytes(dump.read_bytes()[:-1])
    target = emptied(server, "unharmed")
    refused = run("restore.sh", dump, RESTORE_DATABASE_URL=target)
    assert refused.returncode == 1
    assert "another dump" in refused.stderr
    assert held(target) == {}


def test_the_password_can_lie_in_a_file_and_a_signal_ends_the_wait(
    server: RunningCluster, tmp_path: Path
) -> None:
    (tmp_path / "password").write_text(server.superuser_password + "\n")
    settings = {
        "PATH": f"{programs()}:{os.environ['PATH']}",
        "BACKUP_DATABASE_URL": server.cluster.superuser_url("", "shop"),
        "BACKUP_PASSWORD_FILE": str(tmp_path / "password"),
        "BACKUP_DIRECTORY": str(tmp_path),
        "BACKUP_EVERY_SECONDS": "3600",
    }
    with subprocess.Popen(
        [SCRIPTS / "dump.sh"], env=settings, stdout=subprocess.PIPE, text=True
    ) as scheduled:
        assert scheduled.stdout
        assert "dumped to" in scheduled.stdout.readline()
        scheduled.terminate()
        assert scheduled.wait(30) == 143


def test_the_oldest_dumps_go(server: RunningCluster, tmp_path: Path) -> None:
    for day in ("01", "02", "03"):
        for ending in (".dump", ".dump.sha256"):
            (tmp_path / f"202001{day}T000000Z{ending}").touch()
    newest = dumped(server, tmp_path, BACKUP_KEEP="2")
    left = sorted(path.name for path in tmp_path.glob("*.dump*"))
    kept = ["20200103T000000Z.dump", newest.name]
    assert left == sorted([*kept, *(f"{name}.sha256" for name in kept)])


def test_a_failed_dump_keeps_those_from_before_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "20200101T000000Z.dump").touch()
    nowhere = f"postgresql://nobody@127.0.0.1:{choose(())}/shop"
    failed = run("dump.sh", BACKUP_DATABASE_URL=nowhere, BACKUP_DIRECTORY=tmp_path, BACKUP_KEEP="1")
    assert failed.returncode == 1
    assert "the dump failed" in failed.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["20200101T000000Z.dump"]


def test_a_role_that_sees_not_every_row_makes_no_dump(
    server: RunningCluster, tmp_path: Path
) -> None:
    with psycopg.connect(server.superuser_url, autocommit=True) as connection:
        connection.execute("ALTER ROLE shop_owner LOGIN PASSWORD 'p'")
    address = server.cluster.url("shop_owner", "p", "shop")
    failed = run("dump.sh", BACKUP_DATABASE_URL=address, BACKUP_DIRECTORY=tmp_path)
    assert failed.returncode == 1
    assert "row-level security" in failed.stderr
    assert list(tmp_path.glob("*.dump")) == []


@pytest.mark.parametrize("script", ["dump.sh", "restore.sh"])
def test_a_missing_setting_is_named(script: str) -> None:
    refused = run(script, "x")
    assert refused.returncode != 0
    assert "DATABASE_URL: Set it to" in refused.stderr


def test_each_tier_is_dumped_in_its_own_network_into_its_own_volume() -> None:
    composed = yaml.safe_load((SCRIPTS / "compose.yaml").read_text())
    assert set(composed["services"]) == {"enterprise-backup", "local-backup"}
    for tier in ("enterprise", "local"):
        service = composed["services"][f"{tier}-backup"]
        address = service["environment"]["BACKUP_DATABASE_URL"]
        assert address.endswith(f"@{tier}-db:5432/{tier}")
        assert service["networks"] == [f"{tier}-data"]
        volumes = {each["source"] for each in service["volumes"] if each["type"] == "volume"}
        assert volumes == {f"{tier}-backups"}
        (script,) = service["entrypoint"]
        assert (SCRIPTS / Path(script).name).stat().st_mode & 0o111
        known = set((SCRIPTS / "dump.sh").read_text().replace("#", " ").split())
        assert service["environment"].keys() <= known
