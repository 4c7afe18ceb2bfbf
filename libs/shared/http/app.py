"""One tier's HTTP application: the same edge for both, the routes of one."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, FastAPI

from shared.http import account, health, platform
from shared.http.middleware import RequestMiddleware, watch_event_loop
from shared.http.problems import install_error_handlers
from shared.http.reference import mount_reference
from shared.http.runtime import TierRuntime
from shared.http.schemas import ProblemBody
from shared.http.telemetry import NO_TELEMETRY

CANCEL_AGAIN_SECONDS = 0.5
PROBLEM_STATUSES = (401, 403, 404, 409, 413, 415, 422, 429, 503)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TierRoutes:
    """What one tier adds to the edge."""

    prefix: str
    title: str
    description: str
    routers: Iterable[APIRouter]
    path_aliases: Mapping[str, str] = field(default_factory=dict[str, str])
    warm_up: Callable[[], Awaitable[None]] | None = None


def create_app(runtime: TierRuntime, routes: TierRoutes) -> FastAPI:
    """Return the application; its lifespan opens and closes what the runtime holds."""
    app = describe_app(routes)
    app.state.runtime = runtime
    return app


def describe_app(routes: TierRoutes) -> FastAPI:
    """Return the application without a runtime: it can say what it answers, and answer nothing."""
    app = FastAPI(
        title=routes.title,
        description=routes.description,
        version=platform.distribution_version(),
        openapi_url=f"{routes.prefix}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
        telemetry=NO_TELEMETRY,
    )
    responses: dict[int | str, dict[str, Any]] = {
        code: {"model": ProblemBody} for code in PROBLEM_STATUSES
    }
    for router in (*routes.routers, account.router):
        app.include_router(router, responses=responses)
    app.include_router(health.router)
    app.include_router(platform.router)
    mount_reference(app, routes.prefix)
    app.state.warm_up = routes.warm_up
    install_error_handlers(app)
    app.add_middleware(RequestMiddleware, path_aliases=routes.path_aliases)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncGenerator[None]:
    runtime: TierRuntime = app.state.runtime
    await runtime.database.open()
    # Before the first request, so that the first is no slower than the second.
    if app.state.warm_up is not None:
        await app.state.warm_up()
    background = [
        asyncio.create_task(work)
        for work in (
            runtime.authenticator.listen(),
            runtime.quota.keep_giving_back(),
            watch_event_loop(),
        )
    ]
    try:
        yield
    finally:
        await ended(background)
        await runtime.quota.give_back_all()
        await runtime.database.close()


async def ended(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancel tasks until they have ended: libraries may swallow a cancellation, not all of them."""
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        done, pending = await asyncio.wait(pending, timeout=CANCEL_AGAIN_SECONDS)
        for task in done:
            if not task.cancelled() and (error := task.exception()) is not None:
                _log.error("background work had failed: %r", error)
