"""Servers to compare with: `python -m bench.upstreams plain|unchecked PORT`.

`plain` answers a word to everything. `unchecked` is the local tier itself without key, quota and
tenancy; it reads its settings as the tier does, and needs a role that sees every tenant's rows.
"""

import sys
from collections.abc import AsyncGenerator, Mapping
from typing import Any
from uuid import UUID

import uvicorn
from fastapi import FastAPI, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from local.main import build_app
from local.settings import LocalSettings
from shared.auth.principal import Principal
from shared.auth.scopes import Scope
from shared.db.reader import Reader, Row
from shared.db.session import PLATFORM_TENANT
from shared.http.dependencies import KEY_SCHEME, get_session
from shared.http.runtime import build_runtime
from shared.settings import PlatformSettings
from shared.startup import read_settings
from shared.tiers import BusinessTier

# An operator may read any business, so that no tenant is asked for.
ANYBODY = Principal(PLATFORM_TENANT, UUID(int=1), frozenset({Scope.OPERATOR, Scope.READ}))


class UnscopedReader(Reader):
    """Reads without saying for whom; the database must be asked by a role that sees every row."""

    async def fetch(
        self,
        tenant_id: UUID,  # noqa: ARG002  not said to the database: that is the point
        query: str,
        parameters: Mapping[str, object] | None = None,
    ) -> list[Row]:
        """Return all rows of one SELECT."""
        async with self._pool.connection() as connection:
            return await (await connection.execute(query.encode(), parameters)).fetchall()


async def _word(_: Request) -> Response:
    return PlainTextResponse("OK")


def plain() -> Starlette:
    """Return the least that an application can be."""
    return Starlette(routes=[Route("/{path:path}", _word)])


def unchecked() -> FastAPI:
    """Return the local tier with everybody let in and shown everything."""
    settings = read_settings(LocalSettings)
    runtime = build_runtime(BusinessTier.LOCAL, settings, PlatformSettings())
    runtime.database.reader = UnscopedReader(runtime.database.pool)
    app = build_app(runtime)

    async def anybody() -> Principal:
        return ANYBODY

    async def unscoped() -> AsyncGenerator[AsyncSession]:
        async with runtime.database.sessions.begin() as session:
            yield session

    overrides: dict[Any, Any] = {KEY_SCHEME: anybody, get_session: unscoped}
    app.dependency_overrides.update(overrides)
    return app


def main() -> None:
    """Serve one of the two."""
    app: Any = {"plain": plain, "unchecked": unchecked}[sys.argv[1]]()
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), access_log=False, log_level="warning")


if __name__ == "__main__":
    main()
