"""What a route may ask for: the caller, the caller's transaction, the clock."""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, SecurityScopes
from sqlalchemy.ext.asyncio import AsyncSession

from shared.auth.authenticator import refused
from shared.auth.principal import Principal
from shared.auth.scopes import Scope
from shared.clock import Clock
from shared.db.session import operator_work, unit_of_work
from shared.errors import ForbiddenError, TooManyRequestsError, UnauthenticatedError
from shared.http.idempotency import begin_idempotent_write
from shared.http.runtime import TierRuntime, runtime_of
from shared.limits.quota import QuotaAnswer
from shared.logging import tenant_id_context
from shared.metrics import RATE_LIMITED

OPERATOR_REQUESTS_PER_HOUR = 36_000

_PRINCIPAL = "vlo.principal"

RuntimeDep = Annotated[TierRuntime, Depends(runtime_of)]


def presented_key(request: Request) -> str:
    """Return the one key of the request; none, or two that differ in any way, is a 401."""
    # The raw list: every header would be decoded to look for these two.
    headers: list[tuple[bytes, bytes]] = request.scope["headers"]
    keys = [value.decode("latin-1") for name, value in headers if name == b"x-api-key"]
    for value in (value for name, value in headers if name == b"authorization"):
        scheme, _, credentials = value.decode("latin-1").partition(" ")
        if scheme.lower() == "bearer":
            keys.append(credentials.strip())
    if not keys:
        message = "An API key is needed. Send it as X-API-Key or Authorization: Bearer."
        raise refused("missing", UnauthenticatedError(message))
    if len(keys) > 1:
        message = "More than one API key was sent. Send exactly one."
        raise refused("repeated", UnauthenticatedError(message))
    return keys[0]


class KeyScheme(APIKeyHeader):
    """Turns the request's key into its principal, once a request, and checks the scopes asked."""

    async def __call__(  # pyright: ignore[reportIncompatibleMethodOverride]  a principal, not text
        self, request: Request, needed: SecurityScopes
    ) -> Principal:
        """Authenticate, spend one request of the quota, check the scopes."""
        known: Principal | None = request.scope.get(_PRINCIPAL)
        principal = known or await identified(request)
        if missing := set(needed.scopes) - principal.scopes:
            lacking = ", ".join(sorted(missing))
            message = f"The key lacks the scope {lacking}. Use a key that has it."
            raise refused("scope", ForbiddenError(message))
        return principal


async def identified(request: Request) -> Principal:
    """Return who is calling, remember it for this request, and spend one of the hour."""
    runtime: TierRuntime = request.app.state.runtime
    principal = await runtime.authenticator.authenticate(presented_key(request))
    tenant_id_context.set(principal.tenant_id)
    await spend_quota(request, runtime, principal)
    request.scope[_PRINCIPAL] = principal
    return principal


async def spend_quota(request: Request, runtime: TierRuntime, principal: Principal) -> None:
    """Take one request from the hour; announce the rest on the answer."""
    limit = (
        OPERATOR_REQUESTS_PER_HOUR
        if principal.is_operator
        else runtime.configuration.requests_per_hour
    )
    answer = await runtime.quota.take(principal.tenant_id, limit)
    request.scope["vlo.headers"] = rate_limit_headers(answer)
    if not answer.is_allowed:
        RATE_LIMITED.labels("tenant").inc()
        message = f"The {limit} requests of this hour are used up. Come back in the next hour."
        raise TooManyRequestsError(message, retry_after_seconds=answer.resets_in_seconds)


def rate_limit_headers(answer: QuotaAnswer) -> dict[str, str]:
    """Return the fields of draft-ietf-httpapi-ratelimit-headers-10."""
    return {
        "ratelimit-policy": f'"hour";q={answer.limit};w=3600',
        "ratelimit": f'"hour";r={answer.remaining};t={answer.resets_in_seconds}',
    }


KEY_SCHEME = KeyScheme(
    name="X-API-Key",
    scheme_name="API key",
    description="Also accepted as `Authorization: Bearer …`.",
)

PrincipalDep = Annotated[Principal, Security(KEY_SCHEME)]
ReaderPrincipal = Annotated[Principal, Security(KEY_SCHEME, scopes=[Scope.READ])]
WriterPrincipal = Annotated[Principal, Security(KEY_SCHEME, scopes=[Scope.WRITE])]
AdminPrincipal = Annotated[Principal, Security(KEY_SCHEME, scopes=[Scope.ADMIN])]
OperatorPrincipal = Annotated[Principal, Security(KEY_SCHEME, scopes=[Scope.OPERATOR])]


async def get_session(request: Request, principal: PrincipalDep) -> AsyncGenerator[AsyncSession]:
    """Open the caller's transaction; it commits before the answer is sent."""
    runtime: TierRuntime = request.app.state.runtime
    work = (
        operator_work(runtime.database)
        if principal.is_operator
        else unit_of_work(runtime.database, principal.tenant_id)
    )
    async with work as session:
        await begin_idempotent_write(request, session, principal.tenant_id, runtime.clock)
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]


async def get_clock(runtime: RuntimeDep) -> Clock:
    """Return the process's clock."""
    return runtime.clock


ClockDep = Annotated[Clock, Depends(get_clock)]
