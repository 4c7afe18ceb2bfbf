"""Queries of the files of records; one tenant's only."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from local.customers.domain.records import RecordKind
from local.customers.models import RecordImport
from shared.db.repository import TenantRepository


class RecordImportRepository(TenantRepository):
    """The files of records of one tenant."""

    async def find_same(
        self, kind: RecordKind, sha256: str, layout: Mapping[str, Any]
    ) -> RecordImport | None:
        """Return the import of the same file, read in the same way."""
        query = select(RecordImport).where(RecordImport.tenant_id == self._tenant_id)
        same = {"kind": kind, "sha256": sha256, "layout": layout}
        return await self._session.scalar(query.filter_by(**same))

    async def add(self, values: Mapping[str, Any]) -> RecordImport:
        """Record an import."""
        record = RecordImport(tenant_id=self._tenant_id, **values)
        self._session.add(record)
        await self._session.flush()
        return record
