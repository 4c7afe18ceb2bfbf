"""Use cases around the team: who belongs to it, in which role, up to the tier's limit."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.auth.errors import LastAdminKeyError, MemberExistsError, TeamFullError
from shared.auth.models import Member
from shared.auth.repository import KeyRepository, MemberRepository
from shared.auth.scopes import SCOPES_OF_ROLE, Role, Scope
from shared.clock import Clock
from shared.ids import new_id


class TeamService:
    """The team of one tenant."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, limit: int, clock: Clock) -> None:
        self._members = MemberRepository(session, tenant_id)
        self._keys = KeyRepository(session, tenant_id)
        self._session = session
        self._tenant_id = tenant_id
        self._limit = limit
        self._clock = clock

    async def list(self) -> Sequence[Member]:
        """Return the team in the order of arrival."""
        return await self._members.list()

    async def add(self, email: str, name: str, role: Role) -> Member:
        """Add a member, unless the team is full; parallel calls take turns."""
        await self._members.lock_team()
        if await self._members.find_by_email(email) is not None:
            raise MemberExistsError(email)
        if await self._members.count() >= self._limit:
            raise TeamFullError(self._limit)
        member = Member(
            tenant_id=self._tenant_id,
            id=new_id(),
            email=email,
            name=name,
            role=role,
            created_at=self._clock.now(),
        )
        return self._members.add(member)

    async def change_role(self, member_id: UUID, role: Role) -> Member:
        """Give a member another role; keys that it no longer allows lose what is too much."""
        await self._keys.lock_all()
        member = await self._members.lock(member_id)
        member.role = role
        for key in await self._keys.of_member(member_id):
            key.scopes = sorted(SCOPES_OF_ROLE[role].intersection(key.scopes))
        await self._check_not_locked_out()
        return member

    async def remove(self, member_id: UUID) -> None:
        """Remove a member; the member's keys go with it."""
        await self._keys.lock_all()
        await self._members.remove(await self._members.lock(member_id))
        await self._check_not_locked_out()

    async def _check_not_locked_out(self) -> None:
        await self._session.flush()
        if not await self._keys.count_lasting(Scope.ADMIN, self._clock.now()):
            raise LastAdminKeyError
