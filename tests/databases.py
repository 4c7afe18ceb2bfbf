"""A tier's database on the tests' server: made, migrated, described."""

import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from onebox.databases import create_database
from onebox.postgres import RunningCluster

ROOT = Path(__file__).parents[1]
PEPPER = "a pepper that only the tests know, long enough"
PASSWORD = "only-for-tests"


def free_port() -> int:
    """Return a loopback port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True, slots=True)
class TierDatabase:
    """Where one tier's migrated database is, for its processes and for its owner."""

    tier: str
    app_url: str
    owner_url: str
    superuser_url: str

    @property
    def environment(self) -> dict[str, str]:
        """What a process of the tier is told."""
        prefix = self.tier.upper()
        return {
            f"{prefix}_DATABASE_URL": self.app_url,
            f"{prefix}_OWNER_DATABASE_URL": self.owner_url,
            f"{prefix}_KEY_PEPPER": PEPPER,
        }


def make_tier_database(server: RunningCluster, tier: str, name: str) -> TierDatabase:
    """Create an empty database with its roles."""
    owner, app = f"{name}_owner", f"{name}_app"
    create_database(server.superuser_url, name, owner, PASSWORD, app, PASSWORD)
    cluster = server.cluster
    return TierDatabase(
        tier=tier,
        app_url=cluster.url(app, PASSWORD, name),
        owner_url=cluster.url(owner, PASSWORD, name),
        superuser_url=cluster.superuser_url(server.superuser_password, name),
    )


def migrate(database: TierDatabase) -> None:
    """Run the tier's migrations as an operator would."""
    command = [sys.executable, "-m", f"{database.tier}.migrations"]
    environment = {**os.environ, **database.environment, "VLO_LOG_FORMAT": "text"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
