"""Queries of what records amount to; one tenant's only."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from local.customers.domain import missed_demand as loss
from local.customers.domain.loyalty import WINDOW_DAYS, VisitCounts, Visitor
from local.customers.domain.monthly import MonthlyCounts
from local.customers.domain.no_shows import LeadCount
from local.customers.domain.patterns import VISITS, Event, Leads, Timed, Visits
from local.customers.domain.records import RecordKind
from local.customers.domain.samples import Span
from shared.db.repository import TenantRepository

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
# Which of them belong to a month, and the day by which: nobody reminds of what was cancelled.
_DAYS: Mapping[RecordKind, str] = {
    RecordKind.INQUIRIES: """
        SELECT (asked_at AT TIME ZONE :zone)::date AS day FROM local_inquiries
        WHERE tenant_id = :tenant_id""",
    RecordKind.APPOINTMENTS: """
        SELECT starts_on AS day FROM local_appointments
        WHERE tenant_id = :tenant_id AND outcome <> 'cancelled'""",
}
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

    async def monthly(self, kind: RecordKind) -> MonthlyCounts | None:
        """Return how many appointments or inquiries each month had; None where none is stored."""
        rows = await self._rows(f"""
            SELECT date_trunc('month', day)::date AS month, count(*) AS records,
                min(day) AS first_day, max(day) AS last_day
            FROM ({_DAYS[kind]}) AS days GROUP BY 1 ORDER BY 1""")  # noqa: S608  ours
        if not rows:
            return None
        return MonthlyCounts(
            first_day=rows[0]["first_day"],
            last_day=rows[-1]["last_day"],
            by_month=[(row["month"], row["records"]) for row in rows],
        )

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
