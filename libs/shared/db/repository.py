"""A repository is born with its tenant."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import AppError

_LOCK_NOT_AVAILABLE = "55P03"


class TenantRepository:
    """Base of every repository: the session and the one tenant whose rows it may name."""

    def __init__(self, session: AsyncSession, tenant_id: UUID) -> None:
        self._session = session
        self._tenant_id = tenant_id

    async def _take_lock(self, what: str, busy: AppError) -> None:
        """Hold the tenant's lock of this name until the transaction ends; raise `busy` if taken."""
        name = f"{what}:{self._tenant_id}"
        try:
            await self._session.execute(
                select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0)))
            )
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
                raise busy from error
            raise
