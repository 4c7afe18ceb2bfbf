"""Use cases of customers: take records in, say what they amount to, export and erase a customer."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, BinaryIO
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from local.businesses.domain.business import LocalBusiness
from local.businesses.service import (
    BusinessService,
    default_gazetteer,
    visible_business,
)
from local.customers.domain.cells import UnusableCellError
from local.customers.domain.findings import CustomerFindings, customer_findings
from local.customers.domain.identities import identity_of
from local.customers.domain.monthly import MonthlyCounts
from local.customers.domain.patterns import (
    CustomerAnalysis,
    CustomerPatterns,
    Event,
    Recorded,
    customer_analysis,
    customer_patterns,
)
from local.customers.domain.record_file import Layout, ReadRecords, RecordKey, key_of, read_records
from local.customers.domain.record_rows import Cells, Reading, order_of
from local.customers.domain.records import (
    Appointment,
    IdentityKind,
    Inquiry,
    Order,
    Record,
    RecordKind,
    When,
)
from local.customers.errors import CustomerNotFoundError, UnknownZoneError, UnusableRecordError
from local.customers.models import IdentityRow, RecordImport
from local.customers.repository.customers import CustomerRepository
from local.customers.repository.imports import RecordImportRepository
from local.customers.repository.patterns import PatternRepository
from shared.auth.principal import Principal
from shared.clock import Clock
from shared.db.reader import Reader
from shared.ids import new_id

# A file is held in memory while it is read; one at a time bounds how much that can be.
_READING = asyncio.Semaphore(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedRecords:
    """A file of records that was read, how, and what tells it from others."""

    layout: Layout
    read: ReadRecords
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredOrder:
    """One order that was sent by itself, and whose it is now."""

    order: Order
    customer_id: UUID | None
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerExport:
    """Everything that is kept of one customer."""

    customer_id: UUID
    identities: Sequence[IdentityRow]
    orders: Sequence[Any]
    appointments: Sequence[Any]
    inquiries: Sequence[Any]


async def zone_of(reader: Reader, principal: Principal, named: str | None) -> ZoneInfo:
    """Return the zone that a sender names, else the zone of the caller's own business."""
    business = await visible_business(reader, principal, principal.tenant_id)
    try:
        return ZoneInfo(named or business.timezone)
    except (ValueError, OSError, KeyError) as error:
        raise UnknownZoneError from error


async def read_upload(file: BinaryIO, layout: Layout) -> ReadRecords:
    """Read a file of records, in a thread; refuse one that is broken."""
    async with _READING:
        return await asyncio.to_thread(read_records, file, layout)


class CustomerService:
    """The customers of one tenant."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock
        self._customers = CustomerRepository(session, tenant_id)
        self._imports = RecordImportRepository(session, tenant_id)

    async def take_in(self, upload: UploadedRecords) -> RecordImport:
        """Store what is new or differs; a file sent again, to be read alike, changes nothing."""
        await self._customers.lock()
        kind, layout = upload.layout.kind, _layout_values(upload.layout)
        same = await self._imports.find_same(kind, upload.sha256, layout)
        if same is not None:
            return same
        rows = [_row(record, key) for key, record in upload.read.records.items()]
        stored = await self._customers.store(kind, rows, self._clock.now())
        return await self._imports.add(
            _import_values(upload, stored) | {"layout": layout, "imported_at": self._clock.now()}
        )

    async def take_order(self, cells: Cells, kind: IdentityKind | None) -> StoredOrder:
        """Store one order; sent again, with its reference or without, it changes nothing."""
        zone = ZoneInfo((await self._business()).timezone)
        reading = Reading(zone=zone, now=self._clock.now(), customer_kind=kind)
        try:
            order = order_of(cells, reading)
        except UnusableCellError as error:
            raise UnusableRecordError(error.field, str(error)) from error
        await self._customers.lock()
        row = _row(order, key_of(order))
        new, _ = await self._customers.store(RecordKind.ORDERS, [row], self._clock.now())
        customer_id = await self._customers.find(order.customer) if order.customer else None
        return StoredOrder(order=order, customer_id=customer_id, is_new=bool(new))

    async def find(self, customer: str, kind: IdentityKind | None) -> UUID:
        """Return the id of the customer whom a phone number, or another program's id, names."""
        try:
            identity = identity_of(customer, kind)
        except UnusableCellError as error:
            raise UnusableRecordError(error.field, str(error)) from error
        found = await self._customers.find(identity) if identity else None
        if found is None:
            raise CustomerNotFoundError
        return found

    async def export(self, customer_id: UUID) -> CustomerExport:
        """Return everything that is kept of a customer."""
        identities = await self._customers.identities(customer_id)
        if not identities:
            raise CustomerNotFoundError(customer_id)
        records = {kind: await self._customers.records(kind, customer_id) for kind in RecordKind}
        return CustomerExport(
            customer_id=customer_id,
            identities=identities,
            orders=records[RecordKind.ORDERS],
            appointments=records[RecordKind.APPOINTMENTS],
            inquiries=records[RecordKind.INQUIRIES],
        )

    async def erase(self, customer_id: UUID) -> None:
        """Forget who a customer is; the records stay, of nobody, so that sums stay right."""
        await self._customers.lock()
        await self._customers.erase(customer_id)

    async def patterns(self, business: LocalBusiness) -> CustomerPatterns:
        """Return the two figures that the daily insights show."""
        counts = self._counts(business)
        return customer_patterns(
            orders=await counts.timed(Event.ORDERS),
            appointments=await counts.timed(Event.APPOINTMENTS),
            visits=await counts.visits(),
        )

    async def findings(self, business: LocalBusiness) -> CustomerFindings:
        """Return what can be acted on, in sums that name nobody."""
        recorded = await self._recorded(business, (Event.INQUIRIES,))
        return await asyncio.to_thread(customer_findings, recorded)

    async def daily_orders(self, business: LocalBusiness) -> Sequence[tuple[date, int]]:
        """Return how many orders each day had that had any."""
        return await self._counts(business).daily_orders()

    async def monthly(self, business: LocalBusiness, kind: RecordKind) -> MonthlyCounts | None:
        """Return how many appointments or inquiries each month had; None where none is stored."""
        return await self._counts(business).monthly(kind)

    async def analysis(self) -> CustomerAnalysis:
        """Return everything that the records say of the tenant's customers."""
        recorded = await self._recorded(await self._business(), Event)
        return await asyncio.to_thread(customer_analysis, recorded)

    async def _recorded(self, business: LocalBusiness, events: Iterable[Event]) -> Recorded:
        counts = self._counts(business)
        return Recorded(
            category=business.category,
            timed={event: await counts.timed(event) for event in events},
            visits=await counts.visits(),
            visitors=await counts.visitors(),
            leads=await counts.leads(),
            inquiries=await counts.inquiries(),
            ticket=await counts.ticket(),
        )

    def _counts(self, business: LocalBusiness) -> PatternRepository:
        return PatternRepository(self._session, self._tenant_id, ZoneInfo(business.timezone))

    async def _business(self) -> LocalBusiness:
        businesses = BusinessService(
            self._session, self._tenant_id, clock=self._clock, gazetteer=default_gazetteer()
        )
        business, _ = await businesses.describe(self._tenant_id)
        return business


def _layout_values(layout: Layout) -> Mapping[str, Any]:
    return {
        "named": dict(layout.named),
        "timezone": str(layout.reading.zone),
        "customer_kind": layout.reading.customer_kind,
        "rows_are_items": layout.rows_are_items,
    }


def _import_values(upload: UploadedRecords, stored: tuple[int, int]) -> dict[str, Any]:
    read, (new, changed) = upload.read, stored
    return {
        "id": new_id(),
        "kind": upload.layout.kind,
        "sha256": upload.sha256,
        "size_bytes": upload.size_bytes,
        "rows_read": read.rows_read,
        "records_new": new,
        "records_changed": changed,
        "records_unchanged": len(read.records) - new - changed,
        "rows_skipped": read.skipped.total(),
        "skipped_reasons": dict(sorted(read.skipped.items())),
        "first_skipped_rows": [asdict(row) for row in read.first_skipped],
    }


def _row(record: Record, key: RecordKey) -> dict[str, Any]:
    """Return a record as the repository's statements read it."""
    customer = record.customer
    return {
        "reference": record.reference,
        "key": key[1],
        "kind": customer and customer.kind,
        "value": customer and customer.value,
        **_columns(record),
    }


def _columns(record: Record) -> dict[str, Any]:
    match record:
        case Order():
            return _when("placed", record.placed) | {"amount_paise": record.amount_paise}
        case Appointment():
            return {
                **_when("booked", record.booked),
                **_when("starts", record.starts),
                "outcome": record.outcome,
                "was_reminded": record.was_reminded,
            }
        case Inquiry():
            answered_at = record.answered_at
            return {
                "asked_at": record.asked_at.isoformat(),
                "answered_at": answered_at and answered_at.isoformat(),
            }


def _when(name: str, when: When | None) -> dict[str, str | None]:
    moment = when and when.moment
    return {
        f"{name}_on": when and when.day.isoformat(),
        f"{name}_at": moment and moment.isoformat(),
    }
