"""Queries of customers, their records and what these amount to; one tenant's only."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Table, and_, delete, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from local.customers.domain import missed_demand as loss
from local.customers.domain.loyalty import WINDOW_DAYS, VisitCounts, Visitor
from local.customers.domain.no_shows import LeadCount
from local.customers.domain.patterns import VISITS, Event, Leads, Timed, Visits
from local.customers.domain.records import Identity, RecordKind
from local.customers.domain.samples import Span
from local.customers.errors import RecordsInUseError
from local.customers.models import (
    AppointmentRow,
    CustomerRow,
    IdentityRow,
    InquiryRow,
    OrderRow,
    RecordImport,
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


# Where events with a time of day are: table, moment, and which of them count.
_MOMENTS: Mapping[Event, tuple[str, str, str]] = {
    Event.ORDERS: ("local_orders", "placed_at", "true"),
    Event.APPOINTMENTS: ("local_appointments", "starts_at", "outcome = 'attended'"),
    Event.BOOKINGS: ("local_appointments", "booked_at", "true"),
    Event.INQUIRIES: ("local_inquiries", "asked_at", "true"),
}
# An order or a kept appointment is a visit; `days` has each customer's visit days once.
_VISITS = """
WITH visits AS (
    SELECT customer_id, placed_on AS day, placed_at AS moment, amount_paise AS paise
    FROM local_orders WHERE tenant_id = :tenant_id
    UNION ALL
    SELECT customer_id, starts_on, starts_at, NULL
    FROM local_appointments WHERE tenant_id = :tenant_id AND outcome = 'attended'
), days AS (
    SELECT customer_id, day, sum(paise) AS paise FROM visits
    WHERE customer_id IS NOT NULL GROUP BY customer_id, day
)"""
_VISIT_COUNTS = f"""{_VISITS}, edges AS (
    SELECT min(day) AS first_day, max(day) AS last_day FROM days
), customers AS (
    SELECT count(*) AS all_days,
        count(*) FILTER (WHERE day > last_day - {WINDOW_DAYS}) AS recent_days
    FROM days CROSS JOIN edges GROUP BY customer_id
)
SELECT count(*) AS customers, count(*) FILTER (WHERE all_days > 1) AS on_two_days,
    count(*) FILTER (WHERE recent_days > 0) AS customers_in_window,
    count(*) FILTER (WHERE recent_days > 1) AS on_two_days_in_window,
    (SELECT first_day FROM edges) AS first_day, (SELECT last_day FROM edges) AS last_day
FROM customers"""  # noqa: S608  ours
_VISITORS = f"""{_VISITS}, gaps AS (
    SELECT customer_id, day, paise,
        day - lag(day) OVER (PARTITION BY customer_id ORDER BY day) AS gap_days FROM days
)
SELECT customer_id, count(*) AS visit_days, max(day) AS last_day,
    percentile_cont(0.9) WITHIN GROUP (ORDER BY gap_days) AS usual_gap_days,
    sum(paise)::bigint AS total_paise
FROM gaps GROUP BY customer_id ORDER BY customer_id"""  # noqa: S608  ours
_LEADS = """
SELECT starts_on - booked_on AS lead_days, was_reminded,
    count(*) FILTER (WHERE outcome = 'no_show') AS missed,
    count(*) FILTER (WHERE outcome = 'attended') AS kept,
    min(starts_on) AS first_day, max(starts_on) AS last_day FROM local_appointments
WHERE tenant_id = :tenant_id AND outcome IN ('no_show', 'attended') GROUP BY 1, 2 ORDER BY 1, 2"""
_TICKET = """
SELECT count(*) AS n, coalesce(avg(amount_paise), 0)::float8 AS mean_paise,
    coalesce(stddev_samp(amount_paise), 0)::float8 AS deviation_paise
FROM local_orders WHERE tenant_id = :tenant_id AND amount_paise > 0"""
_DAILY_ORDERS = """
SELECT placed_on AS day, count(*) AS orders FROM local_orders
WHERE tenant_id = :tenant_id GROUP BY 1 ORDER BY 1"""
# Nobody can tell yet of an inquiry whose fortnight reaches beyond the last visit on record.
_INQUIRIES = f"""{_VISITS}, edges AS (
    SELECT (SELECT max(day) FROM visits) AS last_day, max(greatest(asked_at, answered_at)) AS now
    FROM local_inquiries WHERE tenant_id = :tenant_id
), asked AS (
    SELECT *, asked_at AT TIME ZONE :zone AS local_time,
        (asked_at AT TIME ZONE :zone)::date + {loss.CONVERSION_DAYS} AS fortnight_end,
        coalesce(answered_at, now) - asked_at > interval '{loss.LATE_AFTER_MINUTES} min' AS is_late
    FROM local_inquiries CROSS JOIN edges WHERE tenant_id = :tenant_id
), followed AS (
    SELECT DISTINCT asked.reference FROM asked JOIN visits USING (customer_id)
    WHERE day BETWEEN local_time::date AND fortnight_end AND coalesce(moment >= asked_at, true)
), judged AS (
    SELECT local_time, is_late, answered_at IS NOT NULL AND NOT is_late AS in_time,
        coalesce(customer_id IS NOT NULL AND fortnight_end <= last_day, false) AS is_told,
        followed.reference IS NOT NULL AS came
    FROM asked LEFT JOIN followed USING (reference)
)
SELECT extract(isodow FROM local_time)::int - 1 AS weekday,
    extract(hour FROM local_time)::int AS hour,
    count(*) AS asked, count(*) FILTER (WHERE is_late) AS missed,
    count(*) FILTER (WHERE in_time AND is_told) AS in_time,
    count(*) FILTER (WHERE in_time AND is_told AND came) AS in_time_came,
    count(*) FILTER (WHERE is_late AND is_told) AS missed_named,
    count(*) FILTER (WHERE is_late AND is_told AND came) AS missed_came
FROM judged GROUP BY 1, 2 ORDER BY 1, 2"""  # noqa: S608  ours


class PatternRepository(TenantRepository):
    """What one tenant's records amount to, counted by the database; no identity is ever read."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, zone: ZoneInfo) -> None:
        super().__init__(session, tenant_id)
        self._zone = zone

    async def timed(self, event: Event) -> Timed:
        """Return events with a time of day by hour of the week in the shop's zone."""
        table, moment, condition = _MOMENTS[event]
        rows = await self._rows(f"""
            SELECT extract(isodow FROM local_time)::int - 1 AS weekday,
                extract(hour FROM local_time)::int AS hour, count(*) AS events,
                min(local_time)::date AS first_day, max(local_time)::date AS last_day
            FROM (SELECT {moment} AT TIME ZONE :zone AS local_time FROM {table}
                WHERE tenant_id = :tenant_id AND {moment} IS NOT NULL AND {condition}) AS events
            GROUP BY 1, 2""")  # noqa: S608  ours
        counts = {(row["weekday"], row["hour"]): row["events"] for row in rows}
        return Timed(counts=counts, span=self._span(event, rows))

    async def visits(self) -> Visits:
        """Return how many customers came, and how many came again."""
        rows = await self._rows(_VISIT_COUNTS)
        return Visits(counts=VisitCounts(**_counted(rows[0])), span=self._span(VISITS, rows))

    async def visitors(self) -> Sequence[Visitor]:
        """Return each customer's visits, summed up."""
        return [Visitor(**row) for row in await self._rows(_VISITORS)]

    async def leads(self) -> Leads:
        """Return missed and kept appointments by lead time and reminder."""
        rows = await self._rows(_LEADS)
        span = self._span(Event.APPOINTMENTS, rows)
        return Leads(counts=[LeadCount(**_counted(row)) for row in rows], span=span)

    async def ticket(self) -> loss.Ticket:
        """Return what an order comes to."""
        return loss.Ticket(**(await self._rows(_TICKET))[0])

    async def daily_orders(self) -> Sequence[tuple[date, int]]:
        """Return how many orders each day had that had any."""
        return [(row["day"], row["orders"]) for row in await self._rows(_DAILY_ORDERS)]

    async def inquiries(self) -> Sequence[loss.InquiryHour]:
        """Return asked, missed and converted inquiries by hour of the week."""
        return [loss.InquiryHour(**row) for row in await self._rows(_INQUIRIES)]

    async def _rows(self, statement: str) -> Sequence[Any]:
        values = {"tenant_id": self._tenant_id, "zone": self._zone.key}
        return (await self._session.execute(text(statement), values)).mappings().all()

    def _span(self, name: str, rows: Sequence[Any]) -> Span | None:
        days = [row[edge] for row in rows for edge in ("first_day", "last_day") if row[edge]]
        if not days:
            return None
        as_of = datetime.combine(max(days), time(), self._zone)
        return Span(records=name, first_day=min(days), last_day=max(days), as_of=as_of)


def _counted(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a row without the days from which and to which it counts."""
    return {name: value for name, value in row.items() if name not in {"first_day", "last_day"}}
