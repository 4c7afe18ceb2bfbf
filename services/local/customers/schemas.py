"""Request and response bodies of customers."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from local.customers.domain.records import IdentityKind, Outcome, RecordKind
from local.customers.service import CustomerExport, StoredOrder
from shared.http.schemas import MoneyBody, RequestBody, ResponseBody, SkippedRowBody
from shared.money import Money

_Heading = Annotated[str | None, Field(max_length=100)]
_ZONE = "Zone of times that name none; the business's own if left out."
_KIND = "How customers are named; if left out, a valid phone number is one, all else an id."


class LayoutQuery(RequestBody):
    """How to read a file: the heading of each column that is not found by itself."""

    timezone: Annotated[str | None, Field(max_length=60, description=_ZONE)] = None
    customer_kind: Annotated[IdentityKind | None, Field(description=_KIND)] = None
    reference: _Heading = None
    customer: _Heading = None
    time: Annotated[
        str | None, Field(max_length=100, description="Where the time stands beside the day.")
    ] = None

    def named(self) -> dict[str, str]:
        """Return the headings that were given, by field."""
        other = {"timezone", "customer_kind", "rows_are_items"}
        return self.model_dump(exclude=other, exclude_none=True)


class OrdersQuery(LayoutQuery):
    """How to read a file of orders."""

    at: _Heading = None
    amount: _Heading = None
    rows_are_items: Annotated[
        bool, Field(description="Rows of one reference are items that add up to one order.")
    ] = False


class AppointmentsQuery(LayoutQuery):
    """How to read a file of appointments."""

    booked: _Heading = None
    starts: _Heading = None
    outcome: _Heading = None
    no_show: _Heading = None
    reminded: _Heading = None


class InquiriesQuery(LayoutQuery):
    """How to read a file of inquiries."""

    at: _Heading = None
    answered: _Heading = None


class RecordImportRead(ResponseBody):
    """An import of records: what was taken, what was left out and why."""

    id: UUID
    kind: RecordKind
    sha256: str
    layout: dict[str, Any]
    size_bytes: int
    rows_read: int
    records_new: int
    records_changed: int
    records_unchanged: int
    rows_skipped: int
    skipped_reasons: dict[str, int]
    first_skipped_rows: Annotated[
        list[SkippedRowBody],
        Field(description="The first 100; skipped_reasons counts them all."),
    ]
    imported_at: datetime


class CustomerName(RequestBody):
    """Whom is meant: a phone number, or what another program calls the customer."""

    customer: Annotated[str, Field(examples=["098765 43210"])]
    customer_kind: Annotated[IdentityKind | None, Field(description=_KIND)] = None


class OrderRequest(RequestBody):
    """An order. Its reference must name nobody: it stays when the customer is erased."""

    at: Annotated[str, Field(description="ISO or day first; without a zone in the business's own.")]
    reference: str | None = None
    customer: str | None = None
    customer_kind: Annotated[IdentityKind | None, Field(description=_KIND)] = None
    amount: Annotated[Decimal | None, Field(description="Rupees.", examples=[450])] = None

    def cells(self) -> dict[str, str]:
        """Return the order as a row of a file."""
        texts = {"at": self.at, "reference": self.reference, "customer": self.customer}
        amount = None if self.amount is None else f"{self.amount:f}"
        return {field: text for field, text in (texts | {"amount": amount}).items() if text}


class CustomerRead(ResponseBody):
    """A customer: an id that names nobody."""

    customer_id: UUID


class OrderRead(ResponseBody):
    """An order as it was understood, and whether it was new."""

    reference: str | None
    customer_id: UUID | None
    placed_on: date
    placed_at: datetime | None
    amount: MoneyBody | None
    is_new: bool


class IdentityRead(ResponseBody):
    """One thing that names a customer."""

    kind: IdentityKind
    value: str


class ExportedOrder(ResponseBody):
    """An order of a customer."""

    reference: str
    placed_on: date
    placed_at: datetime | None
    amount: MoneyBody | None


class ExportedAppointment(ResponseBody):
    """An appointment of a customer."""

    reference: str
    booked_on: date | None
    booked_at: datetime | None
    starts_on: date
    starts_at: datetime | None
    outcome: Outcome
    was_reminded: bool | None


class ExportedInquiry(ResponseBody):
    """An inquiry of a customer."""

    reference: str
    asked_at: datetime
    answered_at: datetime | None


class CustomerExportRead(CustomerRead):
    """Everything that is kept of a customer."""

    identities: list[IdentityRead]
    orders: list[ExportedOrder]
    appointments: list[ExportedAppointment]
    inquiries: list[ExportedInquiry]


def order_body(stored: StoredOrder) -> dict[str, Any]:
    """Return an order as it travels."""
    order = stored.order
    return {
        "reference": order.reference,
        "customer_id": stored.customer_id,
        "placed_on": order.placed.day,
        "placed_at": order.placed.moment,
        "amount": _money(order.amount_paise),
        "is_new": stored.is_new,
    }


def export_body(export: CustomerExport) -> dict[str, Any]:
    """Return everything that is kept of a customer as it travels."""
    return {
        "customer_id": export.customer_id,
        "identities": export.identities,
        "orders": [
            {
                "reference": order.reference,
                "placed_on": order.placed_on,
                "placed_at": order.placed_at,
                "amount": _money(order.amount_paise),
            }
            for order in export.orders
        ],
        "appointments": export.appointments,
        "inquiries": export.inquiries,
    }


def _money(paise: int | None) -> dict[str, str] | None:
    return None if paise is None else Money(paise).as_wire()
