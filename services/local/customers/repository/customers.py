"""Queries of customers and their records; one tenant's only."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, delete, select, text
from sqlalchemy.dialects import postgresql

from local.customers.domain.records import Identity, RecordKind
from local.customers.errors import RecordsInUseError
from local.customers.models import (
    AppointmentRow,
    CustomerRow,
    IdentityRow,
    InquiryRow,
    OrderRow,
)
from shared.db.repository import TenantRepository

_BATCH = 5_000
_IN_EVERY_TABLE = {"tenant_id", "reference", "customer_id"}
_DIALECT = postgresql.dialect()

_RecordRow = OrderRow | AppointmentRow | InquiryRow
_OfCustomer = _RecordRow | IdentityRow
_TABLES: Mapping[RecordKind, type[_RecordRow]] = {
    RecordKind.ORDERS: OrderRow,
    RecordKind.APPOINTMENTS: AppointmentRow,
    RecordKind.INQUIRIES: InquiryRow,
}
# Ids of customers are drawn by the database: nothing about a customer may follow from one.
_MEET = text("""
WITH fresh AS MATERIALIZED (
    SELECT named.kind, named.value, gen_random_uuid() AS id FROM (
        SELECT DISTINCT kind, value
        FROM json_to_recordset(CAST(:rows AS json)) AS row (kind text, value text)
        WHERE value IS NOT NULL
    ) AS named
    WHERE NOT EXISTS (
        SELECT FROM local_customer_identities AS known WHERE known.tenant_id = :tenant_id
        AND known.kind = named.kind AND known.value = named.value
    )
), met AS (
    INSERT INTO local_customers (tenant_id, id, created_at) SELECT :tenant_id, id, :now FROM fresh
)
INSERT INTO local_customer_identities (tenant_id, kind, value, customer_id)
SELECT :tenant_id, kind, value, id FROM fresh
""")


def _upsert(kind: RecordKind) -> str:
    """Return the statement that writes what is new or differs.

    A record without a reference is known by our id of its customer and its content: no key is made
    of a phone number, so after an erasure nothing leads back.
    """
    table = cast("Table", _TABLES[kind].__table__)
    types = {column.name: column.type.compile(_DIALECT) for column in table.columns}
    names = [name for name in types if name not in _IN_EVERY_TABLE]
    typed = ", ".join(f"{name} {types[name]}" for name in names)
    compared = ["customer_id", *names]
    return f"""
WITH upserted AS (
    INSERT INTO {table.name} AS kept (tenant_id, reference, customer_id, {", ".join(names)})
    SELECT :tenant_id, coalesce(row.reference, 'own:' || md5(concat(known.customer_id, row.key))),
        known.customer_id, {", ".join(f"row.{name}" for name in names)}
    FROM json_to_recordset(CAST(:rows AS json)) AS row
        (reference text, key text, kind text, value text, {typed})
    LEFT JOIN local_customer_identities AS known ON known.tenant_id = :tenant_id
        AND known.kind = row.kind AND known.value = row.value
    ON CONFLICT (tenant_id, reference) DO UPDATE
    SET {", ".join(f"{name} = excluded.{name}" for name in compared)}
    WHERE ({", ".join(f"kept.{name}" for name in compared)})
        IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in compared)})
    RETURNING (xmax = 0) AS is_new
)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM upserted
"""  # noqa: S608  put together from the tables above, nothing comes from outside


class CustomerRepository(TenantRepository):
    """The customers of one tenant: who they are, and what they did."""

    async def lock(self) -> None:
        """Let no other transaction change the tenant's customers until this one ends."""
        await self._take_lock("customers", RecordsInUseError())

    async def store(
        self, kind: RecordKind, rows: Sequence[Mapping[str, Any]], now: datetime
    ) -> tuple[int, int]:
        """Write records and the customers nobody had met; return how many are new, and changed."""
        new = changed = 0
        upsert = text(_upsert(kind))
        for begin in range(0, len(rows), _BATCH):
            batch = json.dumps(rows[begin : begin + _BATCH])
            values = {"tenant_id": self._tenant_id, "rows": batch}
            await self._session.execute(_MEET, values | {"now": now})
            counts = (await self._session.execute(upsert, values)).one()
            new, changed = new + counts[0], changed + counts[1]
        return new, changed

    async def find(self, identity: Identity) -> UUID | None:
        """Return the customer whom an identity names."""
        query = select(IdentityRow.customer_id).where(IdentityRow.tenant_id == self._tenant_id)
        named = {"kind": identity.kind, "value": identity.value}
        return await self._session.scalar(query.filter_by(**named))

    async def identities(self, customer_id: UUID) -> Sequence[IdentityRow]:
        """Return everything that names a customer."""
        query = select(IdentityRow).where(self._is_of(IdentityRow, customer_id))
        return (await self._session.scalars(query.order_by(IdentityRow.kind))).all()

    async def records(self, kind: RecordKind, customer_id: UUID) -> Sequence[Any]:
        """Return every record of a customer of one kind."""
        table = _TABLES[kind]
        query = select(table).where(self._is_of(table, customer_id))
        return (await self._session.scalars(query.order_by(table.reference))).all()

    async def erase(self, customer_id: UUID) -> None:
        """Delete a customer: who it is goes along, the records stay and are of nobody."""
        mine = delete(CustomerRow).where(CustomerRow.tenant_id == self._tenant_id)
        await self._session.execute(mine.where(CustomerRow.id == customer_id))

    def _is_of(self, table: type[_OfCustomer], customer_id: UUID) -> ColumnElement[bool]:
        return and_(table.tenant_id == self._tenant_id, table.customer_id == customer_id)
