"""One tier on this machine: its database, its tables, its key, its replicas, its worker."""

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable

from onebox.databases import create_database, schema_mark, set_schema_mark
from onebox.errors import StackStartError
from onebox.plan import Plan, app_role_of, owner_of
from onebox.process import KeptProcess, Surroundings, run_to_end
from onebox.replicas import ReplicaSet
from onebox.secret_values import SecretValues
from onebox.state import repository
from onebox.together import together

_KEY = re.compile(r"\bvlo_(?:ent|loc)_[0-9A-Za-z]{38}\b")


class TierStack:
    """Starts and stops one tier; knows nothing of the other."""

    def __init__(
        self,
        tier: str,
        plan: Plan,
        secrets: SecretValues,
        around: Surroundings,
        publish: Callable[[], Awaitable[None]],
    ) -> None:
        self.tier = tier
        self._plan = plan
        self._secrets = secrets
        self._around = around
        self.replicas = ReplicaSet(tier, self._replica, publish)
        self._database: KeptProcess | None = None
        self._worker: KeptProcess | None = None
        self._step = ""

    def _replica(self, number: int) -> KeptProcess:
        return KeptProcess(self._plan.api(self.tier, number), self._around)

    @property
    def processes(self) -> list[KeptProcess]:
        """Return what runs, in the order of its start."""
        single = [process for process in (self._database, self._worker) if process]
        return [*single[:1], *self.replicas.processes, *single[1:]]

    @property
    def measured(self) -> list[KeptProcess]:
        """Return what has a /metrics page and is up."""
        worker = [self._worker] if self._worker else []
        return [process for process in (*self.replicas.processes, *worker) if process.is_up]

    @property
    def awaited(self) -> list[str]:
        """Return the names of what is under way."""
        starting = [process.spec.name for process in self.processes if not process.is_up]
        return [self._step, *starting] if self._step else starting

    async def start(self, replica_count: int) -> None:
        """Start everything, each step when the one before is ready."""
        self._step = f"{self.tier}-database"
        await self._start_database()
        self._step = f"{self.tier}-migrations"
        await self._migrate()
        self._step = ""
        self._worker = KeptProcess(self._plan.worker(self.tier), self._around)
        await together(
            self._make_operator_key(), self.replicas.scale(replica_count), self._worker.start()
        )

    async def _start_database(self) -> None:
        if not self._plan.has_own_database(self.tier):
            self._around.report(f"{self.tier}: using the database that the environment names")
            return
        cluster = self._plan.cluster(self.tier)
        password = self._secrets.of(self.tier, "SUPERUSER_PASSWORD")
        if not cluster.exists:
            self._around.report(f"{self.tier}: making a PostgreSQL database (the first time only)")
            await asyncio.to_thread(cluster.initialise, password)
        self._database = KeptProcess(self._plan.database(self.tier), self._around)
        await self._database.start()
        await asyncio.to_thread(
            create_database,
            cluster.superuser_url(password),
            self.tier,
            owner_of(self.tier),
            self._secrets.of(self.tier, "OWNER_PASSWORD"),
            app_role_of(self.tier),
            self._secrets.of(self.tier, "APP_PASSWORD"),
        )

    async def _migrate(self) -> None:
        """Bring the tables up to date, unless this very code has done so before."""
        url = self._plan.cluster(self.tier).superuser_url(
            self._secrets.of(self.tier, "SUPERUSER_PASSWORD")
        )
        is_ours = self._plan.has_own_database(self.tier)
        mark = await asyncio.to_thread(code_mark, self.tier)
        if is_ours and mark == await asyncio.to_thread(schema_mark, url, self.tier):
            return
        self._around.report(f"{self.tier}: bringing the tables up to date")
        await run_to_end(self._plan.migrations(self.tier), self._around)
        if is_ours:
            await asyncio.to_thread(set_schema_mark, url, self.tier, mark)

    async def _make_operator_key(self) -> None:
        if self._secrets.of(self.tier, "OPERATOR_KEY"):
            return
        printed = await run_to_end(self._plan.operator_key(self.tier), self._around)
        key = _KEY.search(printed)
        if key is None:
            raise StackStartError(f"{self.tier}.operator_keys printed no key of the known shape.")
        self._secrets.keep_operator_key(self.tier, key[0])

    async def restart(self) -> None:
        """Replace the API's replicas one at a time, then the worker."""
        await self.replicas.restart()
        if self._worker is not None:
            await self._worker.halt()
            self._worker = KeptProcess(self._plan.worker(self.tier), self._around)
            await self._worker.start()

    async def stop_services(self) -> None:
        """Stop everything but the database."""
        worker = self._worker.halt() if self._worker else asyncio.sleep(0)
        await asyncio.gather(self.replicas.halt(), worker)

    async def stop_database(self) -> None:
        """Stop the database, when nobody needs it any more."""
        if self._database is not None:
            await self._database.halt()


def code_mark(tier: str) -> str:
    """Return a digest of all the code that a tier's tables can follow from."""
    root = repository()
    files = [*(root / "services" / tier).rglob("*.py"), *(root / "libs").rglob("*.py")]
    digest = hashlib.sha256((root / "uv.lock").read_bytes())
    for file in sorted(files):
        digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes())
    return f"tables of {tier}, made by code {digest.hexdigest()[:16]}"
