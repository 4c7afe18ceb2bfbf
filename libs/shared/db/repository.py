"""A repository is born with its tenant."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession


class TenantRepository:
    """Base of every repository: the session and the one tenant whose rows it may name."""

    def __init__(self, session: AsyncSession, tenant_id: UUID) -> None:
        self._session = session
        self._tenant_id = tenant_id
