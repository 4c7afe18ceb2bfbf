"""What a route may ask for: the caller, the caller's transaction, the clock."""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPBearer, SecurityScopes
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
from shared.metrics import RATE_LIMITED

OPERATOR_REQUESTS_PER_HOUR = 36_000

# Only for the reference page: the header itself is read below, where repeats can be seen.
_API_KEY = APIKeyHeader(name="X-API-Key", auto_error=False)
_BEARER = HTTPBearer(auto_error=False)

RuntimeDep = Annotated[TierRuntime, Depends(runtime_of)]


def presented_key(request: Request) -> str:
    """Return the one key of the request; none, or two that differ in any way, is a 401."""
    keys = request.headers.getlist("x-api-key")
    for value in request.headers.getlist("authorization"):
        scheme, _, credentials = value.partition(" ")
        if scheme.lower() == "bearer":
            keys.append(credentials.strip())
    if not keys:
        message = "An API key is needed. Send it as X-API-Key or Authorization: Bearer."
        raise refused("missing", UnauthenticatedError(message))
    if len(keys) > 1:
        message = "More than one API key was sent. Send exactly one."
        raise refused("repeated", UnauthenticatedError(message))
    return keys[0]


async def get_principal(
    request: Request,
    needed: SecurityScopes,
    _api_key: Annotated[str | None, Security(_API_KEY)] = None,
    _bearer: Annotated[object, Security(_BEARER)] = None,
) -> Principal:
    """Authenticate, check the scope, and spend one request of the quota."""
    runtime = runtime_of(request)
    principal = await runtime.authenticator.authenticate(presented_key(request))
    await spend_quota(request, runtime, principal)
    if missing := set(needed.scopes) - principal.scopes:
        message = f"The key lacks the scope {', '.join(sorted(missing))}. Use a key that has it."
        raise refused("scope", ForbiddenError(message))
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
        "RateLimit-Policy": f'"hour";q={answer.limit};w=3600',
        "RateLimit": f'"hour";r={answer.remaining};t={answer.resets_in_seconds}',
    }


PrincipalDep = Annotated[Principal, Security(get_principal)]
ReaderPrincipal = Annotated[Principal, Security(get_principal, scopes=[Scope.READ])]
WriterPrincipal = Annotated[Principal, Security(get_principal, scopes=[Scope.WRITE])]
AdminPrincipal = Annotated[Principal, Security(get_principal, scopes=[Scope.ADMIN])]
OperatorPrincipal = Annotated[Principal, Security(get_principal, scopes=[Scope.OPERATOR])]


async def get_session(request: Request, principal: PrincipalDep) -> AsyncGenerator[AsyncSession]:
    """Open the caller's transaction; it commits before the answer is sent."""
    runtime = runtime_of(request)
    scoped = operator_work if principal.is_operator else None
    work = (
        scoped(runtime.database) if scoped else unit_of_work(runtime.database, principal.tenant_id)
    )
    async with work as session:
        await begin_idempotent_write(request, session, principal.tenant_id, runtime.clock)
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]


def get_clock(runtime: RuntimeDep) -> Clock:
    """Return the process's clock."""
    return runtime.clock


ClockDep = Annotated[Clock, Depends(get_clock)]
