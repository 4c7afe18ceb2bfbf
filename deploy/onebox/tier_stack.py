"""One tier on this machine: its database, its tables, its key, its replicas, its worker."""

import asyncio
import hashlib
import re
import shutil
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import psycopg

from onebox.databases import create_database, mark_the_moment, schema_mark, set_schema_mark
from onebox.errors import ControlError, OneboxError, StackStartError, explanation
from onebox.plan import Plan, app_role_of, log_archive, owner_of
from onebox.process import KeptProcess, Surroundings, run_to_end
from onebox.replicas import ReplicaSet
from onebox.restore import TierData, exchange
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
        self.is_restoring = False

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
        data = TierData(cluster.data_dir)
        if restored := data.finish_interrupted():
            self._secrets.adopt(self.tier, restored)
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
        data.is_proven()

    async def _migrate(self) -> None:
        """Bring the tables up to date, unless this very code has done so before."""
        url = self._superuser_url
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

    async def restore(self, *, is_undo: bool) -> None:
        """Serve what was restored; when that does not become healthy, the former data again."""
        if not self._plan.has_own_database(self.tier):
            raise ControlError(f"The database of {self.tier} is not run by this stack.")
        data = TierData(self._plan.cluster(self.tier).data_dir)
        data.require(is_undo=is_undo)
        self.is_restoring = True
        try:
            await self._exchange(data, max(self.replicas.count, 1), is_undo=is_undo)
        finally:
            self.is_restoring = False

    async def _exchange(self, data: TierData, count: int, *, is_undo: bool) -> None:
        former = self._secrets.of_tier(self.tier)
        archive = log_archive(self._plan.state, self.tier)
        await self._leave()
        try:
            aside = await asyncio.to_thread(exchange, data, archive, former, is_undo=is_undo)
        except BaseException:
            await self.start(count)
            raise
        try:
            await self.start(count)
        except (OneboxError, OSError, psycopg.Error) as error:
            await self._go_back(data, aside, count, former, is_undo=is_undo)
            raise ControlError(
                f"{self.tier} serves its former data again, because the restored ones failed: "
                f"{explanation(error)}"
            ) from error

    async def _go_back(
        self,
        data: TierData,
        aside: Path | None,
        count: int,
        former: Mapping[str, str],
        *,
        is_undo: bool,
    ) -> None:
        self._around.report(f"{self.tier}: the restored data do not work; going back")
        await self._leave()
        failed = data.put_back(aside)
        if not is_undo:
            # The backup that it came from is still there.
            await asyncio.to_thread(shutil.rmtree, failed)
        self._secrets.adopt(self.tier, former)
        await self.start(count)

    async def _leave(self) -> None:
        """Stop the tier; the last of its log is kept on the way."""
        worker = self._worker.halt() if self._worker else asyncio.sleep(0)
        await asyncio.gather(self.replicas.withdraw(), worker)
        if self._database is not None and self._database.is_up:
            await asyncio.to_thread(mark_the_moment, self._superuser_url)
        await self.stop_database()

    @property
    def _superuser_url(self) -> str:
        password = self._secrets.of(self.tier, "SUPERUSER_PASSWORD")
        return self._plan.cluster(self.tier).superuser_url(password)

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
