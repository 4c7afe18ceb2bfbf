"""Is this process alive, may it be sent requests, and what does it measure?

Liveness asks nothing of the database: restarting a process does not repair a database.
"""

import asyncio
from http import HTTPStatus
from time import perf_counter
from typing import Any

import psycopg
from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from psycopg_pool import PoolTimeout

from shared.db.session import PLATFORM_TENANT, Database
from shared.http.dependencies import RuntimeDep
from shared.http.metrics_page import metrics_page

DATABASE_ANSWER_SECONDS = 0.35
BUSY_SECONDS = 2.0
UP, DOWN, DRAINING = "up", "down", "draining"

# A worker holds several connections, all under one name of its own.
_WORKERS = """
SELECT count(DISTINCT application_name) AS workers FROM pg_stat_activity
WHERE application_name LIKE %(pattern)s
"""

router = APIRouter(include_in_schema=False)


def worker_application_name(tier: str, instance: str) -> str:
    """Return the name under which one worker of a tier connects, so that it can be counted."""
    return f"{tier}-worker-{instance}"


async def measured_services(database: Database, tier: str) -> dict[str, Any]:
    """Return what answered just now; asking takes no longer than its limit.

    A database that is too busy for one more question, but answered others just now, is up: a
    burst must not take its only replica out of service.
    """
    started_at = perf_counter()
    try:
        async with asyncio.timeout(DATABASE_ANSWER_SECONDS):
            rows = await database.reader.fetch(
                PLATFORM_TENANT, _WORKERS, {"pattern": worker_application_name(tier, "%")}
            )
    except (PoolTimeout, TimeoutError):
        is_busy = database.reader.has_answered_within(BUSY_SECONDS)
        return _without_figures(UP if is_busy else DOWN)
    except (psycopg.Error, OSError):
        return _without_figures(DOWN)
    seconds = round(perf_counter() - started_at, 4)
    return {"database": UP, "database_seconds": seconds, "workers": rows[0]["workers"]}


def _without_figures(state: str) -> dict[str, Any]:
    return {"database": state, "database_seconds": None, "workers": None}


@router.get("/livez")
async def livez(runtime: RuntimeDep) -> Response:
    """Say whether the process is alive and wants requests."""
    if runtime.drain.is_draining:
        return JSONResponse({"status": DRAINING}, HTTPStatus.SERVICE_UNAVAILABLE)
    return JSONResponse({"status": UP})


@router.get("/readyz")
async def readyz(runtime: RuntimeDep) -> Response:
    """Say whether requests can be answered now."""
    services = await measured_services(runtime.database, runtime.tier)
    is_ready = services["database"] == UP and not runtime.drain.is_draining
    status = UP if is_ready else DRAINING if runtime.drain.is_draining else DOWN
    code = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JSONResponse({"status": status, "api": UP} | services, code)


@router.get("/metrics")
async def metrics(runtime: RuntimeDep) -> Response:
    """Give Prometheus what this process measured."""
    return metrics_page(runtime.database)
