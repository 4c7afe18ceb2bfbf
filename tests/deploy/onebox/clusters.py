"""A cluster that can be backed up, as a tier's cluster on one machine is."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from onebox.backup import Source
from onebox.ports import choose
from onebox.postgres import RunningCluster, running_cluster
from onebox.restore import TierData
from onebox.wal_archive import archive_command

PASSWORD = "superuser's 100%"


@dataclass(frozen=True)
class BackedUp:
    """A running cluster, where its log is kept, and what a backup is taken of."""

    running: RunningCluster
    source: Source

    @property
    def data(self) -> TierData:
        return TierData(self.running.cluster.data_dir)

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.running.superuser_url, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@contextmanager
def backed_up_cluster(home: Path) -> Generator[BackedUp]:
    """Serve a cluster whose log could be kept, for the length of a block."""
    archive = home / "backups" / "local" / "wal"
    settings = {
        "archive_mode": "on",
        "archive_command": archive_command(sys.executable, archive),
        "hot_standby": "off",
    }
    data = home / "data" / "local"
    with running_cluster(
        data, choose(()), superuser_password=PASSWORD, settings=settings
    ) as running:
        secrets = {"LOCAL_KEY_PEPPER": "pepper", "LOCAL_SUPERUSER_PASSWORD": PASSWORD}
        yield BackedUp(running, Source("local", running.cluster, PASSWORD, secrets, archive))
