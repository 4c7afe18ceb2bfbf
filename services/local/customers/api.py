"""Routes of customers and their records."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, status

from local.customers.domain.patterns import CustomerAnalysis
from local.customers.domain.record_file import Layout
from local.customers.domain.record_rows import Reading
from local.customers.domain.records import RecordKind
from local.customers.models import RecordImport
from local.customers.schemas import (
    AppointmentsQuery,
    CustomerExportRead,
    CustomerName,
    CustomerRead,
    InquiriesQuery,
    LayoutQuery,
    OrderRead,
    OrderRequest,
    OrdersQuery,
    RecordImportRead,
    export_body,
    order_body,
)
from local.customers.service import CustomerService, UploadedRecords, read_upload, zone_of
from shared.auth.principal import Principal
from shared.http.dependencies import (
    AdminPrincipal,
    ClockDep,
    PrincipalDep,
    ReaderPrincipal,
    RuntimeDep,
    SessionDep,
    WriterPrincipal,
)
from shared.http.idempotency import RepeatableRoute
from shared.http.runtime import TierRuntime
from shared.http.uploads import spooled_upload

MAX_FILE_BYTES = 64 * 1024 * 1024
MEDIA_TYPE = "text/csv"
_FILE: dict[str, Any] = {"requestBody": {"required": True, "content": {MEDIA_TYPE: {}}}}

router = APIRouter(prefix="/api/v2/local", tags=["customers"], route_class=RepeatableRoute)


async def _uploaded(
    request: Request,
    principal: Principal,
    runtime: TierRuntime,
    kind: RecordKind,
    query: LayoutQuery,
) -> UploadedRecords:
    """Receive and read the whole file before any transaction begins."""
    reading = Reading(
        zone=await zone_of(runtime.database.reader, principal, query.timezone),
        now=runtime.clock.now(),
        customer_kind=query.customer_kind,
    )
    rows_are_items = isinstance(query, OrdersQuery) and query.rows_are_items
    layout = Layout(kind=kind, reading=reading, named=query.named(), rows_are_items=rows_are_items)
    most = min(MAX_FILE_BYTES, runtime.settings.import_max_bytes)
    async with spooled_upload(request, most, frozenset({MEDIA_TYPE})) as upload:
        return UploadedRecords(
            layout=layout,
            read=await read_upload(upload.file, layout),
            sha256=upload.sha256,
            size_bytes=upload.size_bytes,
        )


async def uploaded_orders(
    request: Request,
    principal: WriterPrincipal,
    runtime: RuntimeDep,
    query: Annotated[OrdersQuery, Query()],
) -> UploadedRecords:
    """Read a file of orders."""
    return await _uploaded(request, principal, runtime, RecordKind.ORDERS, query)


async def uploaded_appointments(
    request: Request,
    principal: WriterPrincipal,
    runtime: RuntimeDep,
    query: Annotated[AppointmentsQuery, Query()],
) -> UploadedRecords:
    """Read a file of appointments."""
    return await _uploaded(request, principal, runtime, RecordKind.APPOINTMENTS, query)


async def uploaded_inquiries(
    request: Request,
    principal: WriterPrincipal,
    runtime: RuntimeDep,
    query: Annotated[InquiriesQuery, Query()],
) -> UploadedRecords:
    """Read a file of inquiries."""
    return await _uploaded(request, principal, runtime, RecordKind.INQUIRIES, query)


async def get_customers(
    principal: PrincipalDep, session: SessionDep, clock: ClockDep
) -> CustomerService:
    """Return the caller's customers; what may be done with them is each route's to say."""
    return CustomerService(session, principal.tenant_id, clock=clock)


CustomersDep = Annotated[CustomerService, Depends(get_customers)]


@router.post(
    "/orders/imports",
    status_code=status.HTTP_201_CREATED,
    response_model=RecordImportRead,
    openapi_extra=_FILE,
)
async def import_orders(
    upload: Annotated[UploadedRecords, Depends(uploaded_orders)], customers: CustomersDep
) -> RecordImport:
    """Import orders from CSV: reference, customer, at (or day and time), amount.

    Columns are known by usual headings, or named in the query. Sent again, a file changes nothing.
    A row without a reference is known again by its customer, time and sum. Rows that cannot be
    orders are left out and listed by line.
    """
    return await customers.take_in(upload)


@router.post(
    "/appointments/imports",
    status_code=status.HTTP_201_CREATED,
    response_model=RecordImportRead,
    openapi_extra=_FILE,
)
async def import_appointments(
    upload: Annotated[UploadedRecords, Depends(uploaded_appointments)], customers: CustomersDep
) -> RecordImport:
    """Import appointments from CSV: reference, customer, booked, starts, outcome, reminded."""
    return await customers.take_in(upload)


@router.post(
    "/inquiries/imports",
    status_code=status.HTTP_201_CREATED,
    response_model=RecordImportRead,
    openapi_extra=_FILE,
)
async def import_inquiries(
    upload: Annotated[UploadedRecords, Depends(uploaded_inquiries)], customers: CustomersDep
) -> RecordImport:
    """Import inquiries from CSV: reference, customer, at, answered; no text of any message."""
    return await customers.take_in(upload)


@router.post("/orders", status_code=status.HTTP_201_CREATED, response_model=OrderRead)
async def take_order(
    body: OrderRequest, _: WriterPrincipal, customers: CustomersDep
) -> dict[str, Any]:
    """Store one order; sent again, it changes nothing.

    Without a reference, an order of the same customer, time and sum is the same order.
    """
    return order_body(await customers.take_order(body.cells(), body.customer_kind))


@router.get("/customers/patterns")
async def read_patterns(_: ReaderPrincipal, customers: CustomersDep) -> CustomerAnalysis:
    """Say what the records tell of the customers: hours, loyalty, no-shows, missed demand."""
    return await customers.analysis()


@router.post("/customers/search", response_model=CustomerRead)
async def find_customer(
    body: CustomerName, _: ReaderPrincipal, customers: CustomersDep
) -> dict[str, UUID]:
    """Find a customer's id; the phone number is in the body, where no log of addresses sees it."""
    return {"customer_id": await customers.find(body.customer, body.customer_kind)}


@router.get("/customers/{customer_id}/export", response_model=CustomerExportRead)
async def export_customer(
    customer_id: UUID, _: AdminPrincipal, customers: CustomersDep
) -> dict[str, Any]:
    """Show everything that is kept of a customer."""
    return export_body(await customers.export(customer_id))


@router.delete("/customers/{customer_id}", status_code=status.HTTP_204_NO_CONTENT)
async def erase_customer(customer_id: UUID, _: AdminPrincipal, customers: CustomersDep) -> None:
    """Forget who a customer is; erased twice is erased.

    What was ordered, booked and asked stays, of nobody, so that sums and hours stay right.
    """
    await customers.erase(customer_id)
