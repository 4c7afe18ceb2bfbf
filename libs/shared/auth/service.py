"""Use cases around keys: issue, rotate, revoke, list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.auth.errors import (
    ExpiryInThePastError,
    KeyRetiredError,
    KeyTooPowerfulError,
    LastAdminKeyError,
)
from shared.auth.keys import key_hash, new_key, shown_part
from shared.auth.models import ApiKey
from shared.auth.repository import KeyRepository, MemberRepository
from shared.auth.scopes import TENANT_SCOPES, Role, Scope, granted_scopes
from shared.clock import Clock
from shared.ids import new_id
from shared.tiers import BusinessTier


@dataclass(frozen=True, slots=True)
class KeyMint:
    """What it takes to make a key of this tier."""

    tier: BusinessTier
    pepper: str


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A key as its holder sees it once, and as we keep it."""

    secret: str
    record: ApiKey


class KeyService:
    """The keys of one tenant."""

    def __init__(
        self, session: AsyncSession, tenant_id: UUID, *, mint: KeyMint, clock: Clock
    ) -> None:
        self._keys = KeyRepository(session, tenant_id)
        self._members = MemberRepository(session, tenant_id)
        self._tenant_id = tenant_id
        self._mint = mint
        self._clock = clock

    async def list(self) -> Sequence[ApiKey]:
        """Return every key, without its secret: that is not kept."""
        return await self._keys.list()

    def issue_first(
        self, name: str = "first key", scopes: Iterable[Scope] = TENANT_SCOPES
    ) -> IssuedKey:
        """Issue a new tenant's (or operator's) first key."""
        return self._issue(name, frozenset(scopes), None, None)

    async def issue(
        self,
        name: str,
        scopes: Iterable[Scope],
        *,
        issuer: frozenset[Scope],
        member_id: UUID | None = None,
        expires_at: datetime | None = None,
    ) -> IssuedKey:
        """Issue one more key, with no more power than its issuer and its member have."""
        if expires_at is not None and expires_at <= self._clock.now():
            raise ExpiryInThePastError
        role = None
        if member_id is not None:
            role = Role((await self._members.lock(member_id)).role)
        granted = granted_scopes(scopes, issuer, role)
        return self._issue(name, granted, member_id, expires_at)

    async def rotate(
        self, key_id: UUID, overlap: timedelta, *, issuer: frozenset[Scope]
    ) -> IssuedKey:
        """Issue a successor; the old key goes on for the overlap, then expires by itself."""
        await self._keys.lock_all()
        old, now = await self._keys.lock(key_id), self._clock.now()
        if old.revoked_at or old.replaced_by or (old.expires_at and old.expires_at <= now):
            raise KeyRetiredError(key_id)
        scopes = frozenset(map(Scope, old.scopes))
        if scopes - issuer:
            raise KeyTooPowerfulError(key_id)
        fresh = self._issue(old.name, scopes, old.member_id, None)
        ends = now + overlap
        old.expires_at = min(ends, old.expires_at) if old.expires_at else ends
        old.replaced_by = fresh.record.id
        return fresh

    async def revoke(self, key_id: UUID) -> None:
        """Close a key for good; every replica refuses it within a second."""
        await self._keys.lock_all()
        key, now = await self._keys.lock(key_id), self._clock.now()
        if key.revoked_at is not None:
            return
        key.revoked_at = now
        if Scope.ADMIN in key.scopes and not await self._keys.count_lasting(Scope.ADMIN, now):
            raise LastAdminKeyError

    def _issue(
        self,
        name: str,
        scopes: frozenset[Scope],
        member_id: UUID | None,
        expires_at: datetime | None,
    ) -> IssuedKey:
        secret = new_key(self._mint.tier)
        record = ApiKey(
            tenant_id=self._tenant_id,
            id=new_id(),
            key_hash=key_hash(secret, self._mint.pepper),
            shown_part=shown_part(secret),
            name=name,
            scopes=sorted(scopes),
            member_id=member_id,
            created_at=self._clock.now(),
            expires_at=expires_at,
        )
        return IssuedKey(secret, self._keys.add(record))
