"""Queries of keys and members."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select, text

from shared.auth.errors import KeyNotFoundError, MemberNotFoundError
from shared.auth.models import ApiKey, Member
from shared.db.repository import TenantRepository


class KeyRepository(TenantRepository):
    """The keys of one tenant."""

    def add(self, key: ApiKey) -> ApiKey:
        """Record a key."""
        self._session.add(key)
        return key

    async def list(self) -> Sequence[ApiKey]:
        """Return every key, newest first."""
        query = select(ApiKey).where(ApiKey.tenant_id == self._tenant_id)
        return (await self._session.scalars(query.order_by(ApiKey.id.desc()))).all()

    async def lock(self, key_id: UUID) -> ApiKey:
        """Return one key, held until the end of the transaction."""
        query = select(ApiKey).where(ApiKey.tenant_id == self._tenant_id, ApiKey.id == key_id)
        key = await self._session.scalar(query.with_for_update())
        if key is None:
            raise KeyNotFoundError(key_id)
        return key

    async def lock_all(self) -> None:
        """Let one transaction at a time change what this tenant's keys may do."""
        await self._session.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:keys, 0))"),
            {"keys": f"api_keys:{self._tenant_id}"},
        )

    async def count_lasting(self, scope: str, now: datetime) -> int:
        """Return how many keys with this scope open a door, without those on their way out."""
        query = select(func.count()).where(
            ApiKey.tenant_id == self._tenant_id,
            ApiKey.scopes.contains([scope]),
            ApiKey.revoked_at.is_(None),
            ApiKey.replaced_by.is_(None),
            or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > now),
        )
        return await self._session.scalar(query) or 0

    async def of_member(self, member_id: UUID) -> Sequence[ApiKey]:
        """Return the keys that a member holds."""
        query = select(ApiKey).where(
            ApiKey.tenant_id == self._tenant_id, ApiKey.member_id == member_id
        )
        return (await self._session.scalars(query)).all()


class MemberRepository(TenantRepository):
    """The team of one tenant."""

    async def lock_team(self) -> None:
        """Let one transaction at a time change the size of this team."""
        await self._session.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:team, 0))"),
            {"team": f"members:{self._tenant_id}"},
        )

    async def count(self) -> int:
        """Return the size of the team."""
        query = select(func.count()).where(Member.tenant_id == self._tenant_id)
        return await self._session.scalar(query) or 0

    async def list(self) -> Sequence[Member]:
        """Return the team in the order of arrival."""
        query = select(Member).where(Member.tenant_id == self._tenant_id).order_by(Member.id)
        return (await self._session.scalars(query)).all()

    async def find_by_email(self, email: str) -> Member | None:
        """Return the member with this address, upper and lower case alike."""
        query = select(Member).where(
            Member.tenant_id == self._tenant_id, func.lower(Member.email) == func.lower(email)
        )
        return await self._session.scalar(query)

    async def lock(self, member_id: UUID) -> Member:
        """Return one member, whose role stays as it is until the end of the transaction."""
        query = select(Member).where(Member.tenant_id == self._tenant_id, Member.id == member_id)
        member = await self._session.scalar(query.with_for_update())
        if member is None:
            raise MemberNotFoundError(member_id)
        return member

    def add(self, member: Member) -> Member:
        """Record a member."""
        self._session.add(member)
        return member

    async def remove(self, member: Member) -> None:
        """Forget a member and, by the foreign key, the member's keys."""
        await self._session.delete(member)
