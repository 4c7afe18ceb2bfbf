"""Which processes make up the stack, with which environment, port and readiness."""

import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from onebox.errors import OneboxError
from onebox.postgres import Cluster
from onebox.process import ProcessSpec
from onebox.readiness import DatabaseReadiness, HttpReadiness
from onebox.secret_values import TIERS
from onebox.state import State
from onebox.wal_archive import archive_command

__all__ = ["TIERS", "Plan"]

LOOPBACK = "127.0.0.1"
_DRAIN_SECONDS = "1"
# A request in flight may take this long after the drain before its process is killed.
_API_GRACE_SECONDS = 40.0
_DATABASE_START_SECONDS = 300.0
# A restored cluster replays its log first.
_RECOVERY_SECONDS = 3600.0
# Traefik collects garbage a quarter as often: a tenth less work a request for 50 MB more memory.
_GATEWAY_GARBAGE_PERCENT = "400"
# The person's own keys, in case the demo's file was sourced: nothing that a server should know.
_FOR_PEOPLE = ("_KEY", "_CLIENT_ID", "_BUSINESS_ID", "VLO_GATEWAY_URL")


class OwnerAddressMissingError(OneboxError):
    """A foreign database was named for a tier, but not how to migrate it."""


@dataclass(frozen=True)
class Plan:
    """Everything that decides how each process is run."""

    state: State
    python: str
    traefik: str
    gateway_port: int
    gateway_host: str
    port_of: Callable[[str], int]
    secret_of: Callable[[str, str], str]
    environment: Mapping[str, str]
    prometheus_bin: str | None = None

    def has_own_database(self, tier: str) -> bool:
        """Tell whether the tier's database is ours to run, or lives elsewhere."""
        return f"{tier.upper()}_DATABASE_URL" not in self.environment

    def cluster(self, tier: str) -> Cluster:
        """Return the tier's PostgreSQL cluster."""
        # Whether a log is kept is the cluster's own affair; to be able to costs nothing.
        keeping = {
            "archive_mode": "on",
            "archive_command": archive_command(self.python, log_archive(self.state, tier)),
            # While it replays a log it takes no readers: ready means that it takes writers too.
            "hot_standby": "off",
        }
        port = self.port_of(f"{tier}-database")
        return Cluster(self.state.data / tier, port, keeping)

    def database(self, tier: str) -> ProcessSpec:
        """Return the tier's PostgreSQL server."""
        cluster = self.cluster(tier)
        return ProcessSpec(
            name=f"{tier}-database",
            command=tuple(cluster.command()),
            environment=self._common(tier),
            readiness=DatabaseReadiness(cluster),
            port=cluster.port,
            stop_signal=signal.SIGINT,
            grace_seconds=60.0,
            start_seconds=_RECOVERY_SECONDS if cluster.is_restored else _DATABASE_START_SECONDS,
            before_start=cluster.clear_stale_pid,
        )

    def migrations(self, tier: str) -> ProcessSpec:
        """Return the one-time process that brings the tier's tables up to date."""
        environment = {f"{tier.upper()}_OWNER_DATABASE_URL": self.owner_url(tier)}
        return ProcessSpec(
            name=f"{tier}-migrations",
            command=(self.python, "-m", f"{tier}.migrations"),
            environment={**self._tier(tier), **environment},
            start_seconds=_DATABASE_START_SECONDS,
        )

    def operator_key(self, tier: str) -> ProcessSpec:
        """Return the one-time process that prints an operator key."""
        return ProcessSpec(
            name=f"{tier}-operator-keys",
            command=(self.python, "-m", f"{tier}.operator_keys", "create", "--name", "onebox"),
            environment=self._tier(tier),
        )

    def api(self, tier: str, number: int) -> ProcessSpec:
        """Return one replica of the tier's API."""
        name = f"{tier}-api-{number}"
        port = self.port_of(name)
        return ProcessSpec(
            name=name,
            command=(self.python, "-m", f"{tier}.main"),
            environment={**self._tier(tier), f"{tier.upper()}_PORT": str(port)},
            readiness=HttpReadiness(port, "/readyz"),
            port=port,
            grace_seconds=_API_GRACE_SECONDS,
        )

    def worker(self, tier: str) -> ProcessSpec:
        """Return the tier's worker."""
        name = f"{tier}-worker"
        port = self.port_of(name)
        return ProcessSpec(
            name=name,
            command=(self.python, "-m", f"{tier}.worker"),
            environment={**self._tier(tier), f"{tier.upper()}_WORKER_PORT": str(port)},
            readiness=HttpReadiness(port, "/readyz"),
            port=port,
            grace_seconds=_API_GRACE_SECONDS,
        )

    def gateway(self) -> ProcessSpec:
        """Return the gateway."""
        return ProcessSpec(
            name="gateway",
            command=(self.traefik, f"--configfile={self.state.gateway_file}"),
            environment={"GOGC": _GATEWAY_GARBAGE_PERCENT} | self._common("gateway"),
            readiness=HttpReadiness(self.gateway_internal_port, "/ping"),
            port=self.gateway_port,
        )

    def prometheus(self, tier: str, configuration: Path, data: Path) -> ProcessSpec:
        """Return the tier's Prometheus, if there is a program for it."""
        name = f"{tier}-prometheus"
        port = self.port_of(name)
        words = (
            f"--config.file={configuration}",
            f"--storage.tsdb.path={data}",
            "--storage.tsdb.retention.time=15d",
            f"--web.listen-address={LOOPBACK}:{port}",
            "--log.level=warn",
        )
        return ProcessSpec(
            name=name,
            command=(self.prometheus_bin or "prometheus", *words),
            environment=self._common("prometheus"),
            readiness=HttpReadiness(port, "/-/ready"),
            port=port,
        )

    @property
    def gateway_internal_port(self) -> int:
        """Return the port of the gateway's internal entry point."""
        return self.port_of("gateway-internal")

    @property
    def gateway_url(self) -> str:
        """Return the address that people and clients use."""
        return f"http://{LOOPBACK}:{self.gateway_port}"

    def owner_url(self, tier: str) -> str:
        """Return the address by which the tier's tables are made."""
        name = f"{tier.upper()}_OWNER_DATABASE_URL"
        if self.has_own_database(tier):
            return self.cluster(tier).url(
                owner_of(tier), self.secret_of(tier, "OWNER_PASSWORD"), tier
            )
        if name not in self.environment:
            raise OwnerAddressMissingError(
                f"{tier.upper()}_DATABASE_URL is set, but {name} is not: the migrations need the "
                "address with the owner's role. Set both, or neither."
            )
        return self.environment[name]

    def app_url(self, tier: str) -> str:
        """Return the address that the tier's processes use: a role that owns nothing."""
        if self.has_own_database(tier):
            return self.cluster(tier).url(
                app_role_of(tier), self.secret_of(tier, "APP_PASSWORD"), tier
            )
        return self.environment[f"{tier.upper()}_DATABASE_URL"]

    def _common(self, reader: str) -> dict[str, str]:
        """Return the person's environment without what belongs to another tier or to people."""
        foreign = tuple(f"{tier.upper()}_" for tier in TIERS if tier != reader)
        kept = {
            name: value
            for name, value in self.environment.items()
            if not name.startswith(foreign) and not _is_for_people(name)
        }
        kept.pop(f"{reader.upper()}_OWNER_DATABASE_URL", None)
        return {**kept, "PYTHONUNBUFFERED": "1"}

    def _tier(self, tier: str) -> dict[str, str]:
        prefix = tier.upper()
        internal = f"http://{LOOPBACK}:{self.gateway_internal_port}"
        defaults = {
            f"{prefix}_KEY_PEPPER": self.secret_of(tier, "KEY_PEPPER"),
            f"{prefix}_MASTER_KEYS": self.secret_of(tier, "MASTER_KEYS"),
            f"{prefix}_DRAIN_SECONDS": _DRAIN_SECONDS,
            f"{prefix}_BACKUP_SUCCESS_FILE": str(self.state.backup_success_file(tier)),
        }
        fixed = {
            f"{prefix}_DATABASE_URL": self.app_url(tier),
            f"{prefix}_HOST": LOOPBACK,
            "VLO_GATEWAY_INTERNAL_URL": internal,
        }
        return {**defaults, **self._common(tier), **fixed}


def log_archive(state: State, tier: str) -> Path:
    """Return the place of a tier's kept write-ahead log."""
    return state.backups / tier / "wal"


def owner_of(tier: str) -> str:
    """Return the role that owns a tier's tables."""
    return f"{tier}_owner"


def app_role_of(tier: str) -> str:
    """Return the role that a tier's processes use."""
    return f"{tier}_app"


def _is_for_people(name: str) -> bool:
    return name.startswith("VLO_") and name.endswith(_FOR_PEOPLE)
