"""One worker as a process: the queue's worker, and a small port that says how it is."""

import asyncio
import os
import signal
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import uvicorn
from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from prometheus_client import REGISTRY
from pydantic import PostgresDsn

from shared.clock import SystemClock
from shared.connectors.connections import rewrap_data_keys
from shared.connectors.sealing import Sealer, sealer_of
from shared.db.session import Database
from shared.http.health import DOWN, UP, worker_application_name
from shared.http.metrics_page import metrics_page
from shared.http.middleware import watch_event_loop
from shared.http.telemetry import NO_TELEMETRY
from shared.jobs.schedule import Every
from shared.jobs.worker import JobContext, Worker, WorkerLimits
from shared.limits.purge import PURGE_SCHEDULE, PurgeExpiredRows, purge_expired_rows
from shared.metrics import BackupRecord
from shared.settings import TierSettings, psycopg_url
from shared.tiers import BusinessTier

REWRAP_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RewrapDataKeys:
    """Seal every tenant's data key with the newest master key."""


async def rewrap(sealer: Sealer, context: JobContext, _job: RewrapDataKeys) -> None:
    """Run RewrapDataKeys; running it twice changes nothing that matters."""
    await rewrap_data_keys(context.database, sealer)


class QuietServer(uvicorn.Server):
    """A server that leaves signals to the worker beside it."""

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Leave them alone."""


def named_url(url: PostgresDsn, application_name: str) -> PostgresDsn:
    """Return the same address, connecting under a name that can be counted."""
    plain = psycopg_url(url)
    separator = "&" if "?" in plain else "?"
    return PostgresDsn(f"{plain}{separator}application_name={application_name}")


def status_app(worker: Worker, database: Database) -> FastAPI:
    """Return the worker's own pages."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, telemetry=NO_TELEMETRY)

    async def livez() -> dict[str, str]:
        return {"status": UP}

    async def readyz() -> Response:
        is_ready = worker.is_ready()
        return JSONResponse({"status": UP if is_ready else DOWN}, 200 if is_ready else 503)

    async def metrics() -> Response:
        return metrics_page(database)

    for path, page in {"/livez": livez, "/readyz": readyz, "/metrics": metrics}.items():
        app.add_api_route(path, page)
    return app


def status_page(worker: Worker, settings: TierSettings, database: Database) -> uvicorn.Config:
    """Return how the worker's own pages are served."""
    return uvicorn.Config(
        status_app(worker, database),
        host=settings.host,
        port=settings.worker_port,
        log_config=None,
        access_log=False,
    )


def build_worker(
    tier: BusinessTier,
    settings: TierSettings,
    database: Database,
    handlers: Mapping[type[Any], Any],
    schedule: Sequence[Every] = (),
    limits: WorkerLimits | None = None,
) -> Worker:
    """Return the tier's worker; the clean-up of shared tables is always among its jobs."""
    name = worker_application_name(tier, f"{socket.gethostname()}-{os.getpid()}")
    return Worker(
        database_url=named_url(settings.database_url, name),
        handlers={**_upkeep(tier, settings), **handlers},
        schedule=[PURGE_SCHEDULE, Every(REWRAP_EVERY, RewrapDataKeys()), *schedule],
        context=JobContext(database=database, clock=SystemClock()),
        limits=limits,
    )


def _upkeep(tier: BusinessTier, settings: TierSettings) -> dict[type[Any], Any]:
    return {
        PurgeExpiredRows: purge_expired_rows,
        RewrapDataKeys: partial(rewrap, sealer_of(tier, settings)),
    }


async def run_worker(
    tier: BusinessTier,
    settings: TierSettings,
    handlers: Mapping[type[Any], Any],
    schedule: Sequence[Every] = (),
    limits: WorkerLimits | None = None,
) -> None:
    """Work until SIGTERM or SIGINT."""
    database = Database(settings.database_url, settings.database_pool_size)
    await database.open()
    worker = build_worker(tier, settings, database, handlers, schedule, limits)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, worker.stop)
    if settings.backup_success_file is not None:
        REGISTRY.register(BackupRecord(settings.backup_success_file))
    server = QuietServer(status_page(worker, settings, database))
    pages = asyncio.create_task(server.serve())
    watch = asyncio.create_task(watch_event_loop())
    try:
        await worker.run()
    finally:
        watch.cancel()
        server.should_exit = True
        await pages
        await database.close()
