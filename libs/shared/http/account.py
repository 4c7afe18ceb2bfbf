"""The account of whoever calls: tenant, usage, keys, team. Routed by the key alone."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from shared.auth.models import ApiKey, Member
from shared.auth.scopes import Role, Scope
from shared.auth.service import IssuedKey, KeyService
from shared.auth.team import TeamService
from shared.http.dependencies import (
    OPERATOR_REQUESTS_PER_HOUR,
    AdminPrincipal,
    PrincipalDep,
    RuntimeDep,
    SessionDep,
)
from shared.http.idempotency import RepeatableRoute
from shared.http.schemas import Name, Page, RequestBody, ResponseBody
from shared.tiers import BusinessTier

LONGEST_OVERLAP_SECONDS = 7 * 24 * 3600

Email = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")
]


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        message = "this moment is outside the calendar, which ends with the year 9999"
        raise ValueError(message) from error


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]

router = APIRouter(prefix="/api/v2/account", tags=["account"], route_class=RepeatableRoute)


class UsageRead(ResponseBody):
    """Requests of the current hour."""

    requests_this_hour: int
    requests_per_hour: int


class AccountRead(ResponseBody):
    """Who the key's holder is here."""

    tenant_id: UUID
    tier: BusinessTier
    key_id: UUID
    member_id: UUID | None
    scopes: list[Scope]
    usage: UsageRead


class KeyRead(ResponseBody):
    """A key as it is kept: never its secret."""

    id: UUID
    name: str
    shown_part: str
    scopes: list[Scope]
    member_id: UUID | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    replaced_by: UUID | None


class KeyCreated(KeyRead):
    """A fresh key; the secret is shown here and never again."""

    secret: str | None = Field(description="Null when the answer is a repetition.")


class KeyRequest(RequestBody):
    """Ask for one more key."""

    name: Name
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=4)]
    member_id: UUID | None = None
    expires_at: Moment | None = None


class RotationRequest(RequestBody):
    """Ask for a successor; both keys work during the overlap."""

    overlap_seconds: Annotated[int, Field(ge=0, le=LONGEST_OVERLAP_SECONDS)] = 24 * 3600


class MemberRead(ResponseBody):
    """A person of the team."""

    id: UUID
    email: str
    name: str
    role: Role
    created_at: datetime


class MemberRequest(RequestBody):
    """Add a person."""

    email: Email
    name: Name
    role: Role


class RoleRequest(RequestBody):
    """Give a person another role."""

    role: Role


def created(issued: IssuedKey) -> KeyCreated:
    """Return what the holder of a new key sees, once."""
    record = KeyRead.model_validate(issued.record)
    return KeyCreated(**record.model_dump(), secret=issued.secret)


def _keys(principal: AdminPrincipal, session: SessionDep, runtime: RuntimeDep) -> KeyService:
    return KeyService(session, principal.tenant_id, mint=runtime.mint, clock=runtime.clock)


def _team(principal: PrincipalDep, session: SessionDep, runtime: RuntimeDep) -> TeamService:
    limit = runtime.configuration.team_members
    return TeamService(session, principal.tenant_id, limit=limit, clock=runtime.clock)


@router.get("")
async def read_account(principal: PrincipalDep, runtime: RuntimeDep) -> AccountRead:
    """Show whose key this is, what it may do, and how much of the hour is used."""
    limit = runtime.configuration.requests_per_hour
    usage = UsageRead(
        requests_this_hour=await runtime.quota.used(principal.tenant_id),
        requests_per_hour=OPERATOR_REQUESTS_PER_HOUR if principal.is_operator else limit,
    )
    return AccountRead(
        tenant_id=principal.tenant_id,
        tier=runtime.tier,
        key_id=principal.key_id,
        member_id=principal.member_id,
        scopes=sorted(principal.scopes),
        usage=usage,
    )


@router.get("/keys", response_model=Page[KeyRead])
async def list_keys(
    principal: AdminPrincipal, session: SessionDep, runtime: RuntimeDep
) -> dict[str, list[ApiKey] | None]:
    """List the tenant's keys, newest first, without their secrets."""
    keys = await _keys(principal, session, runtime).list()
    return {"items": list(keys), "next_cursor": None}


@router.post("/keys", status_code=status.HTTP_201_CREATED)
async def create_key(
    body: KeyRequest, principal: AdminPrincipal, session: SessionDep, runtime: RuntimeDep
) -> KeyCreated:
    """Create a key with no more power than yours."""
    issued = await _keys(principal, session, runtime).issue(
        body.name,
        body.scopes,
        issuer=principal.scopes,
        member_id=body.member_id,
        expires_at=body.expires_at,
    )
    return created(issued)


@router.post("/keys/{key_id}/rotate", status_code=status.HTTP_201_CREATED)
async def rotate_key(
    key_id: UUID,
    body: RotationRequest,
    principal: AdminPrincipal,
    session: SessionDep,
    runtime: RuntimeDep,
) -> KeyCreated:
    """Create a key's successor; the old one ends with the overlap."""
    overlap = timedelta(seconds=body.overlap_seconds)
    keys = _keys(principal, session, runtime)
    return created(await keys.rotate(key_id, overlap, issuer=principal.scopes))


@router.delete("/keys/{key_id}", status_code=status.HTTP_204_NO_CONTENT)
async def revoke_key(
    key_id: UUID, principal: AdminPrincipal, session: SessionDep, runtime: RuntimeDep
) -> Response:
    """Revoke a key; it is refused everywhere within a second."""
    await _keys(principal, session, runtime).revoke(key_id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.get("/members", response_model=Page[MemberRead])
async def list_members(
    principal: AdminPrincipal, session: SessionDep, runtime: RuntimeDep
) -> dict[str, list[Member] | None]:
    """List the team in the order of arrival."""
    return {"items": list(await _team(principal, session, runtime).list()), "next_cursor": None}


@router.post("/members", status_code=status.HTTP_201_CREATED, response_model=MemberRead)
async def add_member(
    body: MemberRequest, principal: AdminPrincipal, session: SessionDep, runtime: RuntimeDep
) -> Member:
    """Add a person to the team, up to the tier's limit."""
    return await _team(principal, session, runtime).add(body.email, body.name, body.role)


@router.patch("/members/{member_id}", response_model=MemberRead)
async def change_role(
    member_id: UUID,
    body: RoleRequest,
    principal: AdminPrincipal,
    session: SessionDep,
    runtime: RuntimeDep,
) -> Member:
    """Give a person another role; their keys shrink with it."""
    return await _team(principal, session, runtime).change_role(member_id, body.role)


@router.delete("/members/{member_id}", status_code=status.HTTP_204_NO_CONTENT)
async def remove_member(
    member_id: UUID, principal: AdminPrincipal, session: SessionDep, runtime: RuntimeDep
) -> Response:
    """Remove a person and the person's keys."""
    await _team(principal, session, runtime).remove(member_id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
