"""Routes of reviews."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, status

from local.reviews.domain.review_fields import Columns, DateOrder
from local.reviews.domain.review_file import MEDIA_TYPES
from local.reviews.domain.summary import ReviewSummary
from local.reviews.models import ReviewImport
from local.reviews.schemas import ReviewImportRead, ReviewRead
from local.reviews.service import ReviewService, UploadedReviews, read_upload
from shared.http.dependencies import (
    ClockDep,
    ReaderPrincipal,
    RuntimeDep,
    SessionDep,
    WriterPrincipal,
)
from shared.http.idempotency import RepeatableRoute
from shared.http.paging import IdCursor, Limit, page
from shared.http.schemas import Page
from shared.http.uploads import spooled_upload

MAX_FILE_BYTES = 16 * 1024 * 1024
_SHOWABLE = r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$"
_FILE: dict[str, Any] = {
    "requestBody": {"required": True, "content": {kind: {} for kind in MEDIA_TYPES}}
}
ColumnName = Annotated[
    str | None, Query(max_length=100, description="What the file calls it, if not as we do.")
]

router = APIRouter(prefix="/api/v2/local/reviews", tags=["reviews"], route_class=RepeatableRoute)


def chosen_columns(
    text_column: ColumnName = None,
    stars_column: ColumnName = None,
    written_at_column: ColumnName = None,
    id_column: ColumnName = None,
    date_order: Annotated[
        DateOrder, Query(description="How 3/4/2026 is meant.")
    ] = DateOrder.DAY_FIRST,
) -> Columns:
    """Return how the file is to be read."""
    return Columns(
        text=text_column,
        stars=stars_column,
        written_at=written_at_column,
        id=id_column,
        date_order=date_order,
    )


async def uploaded_reviews(
    request: Request,
    _: WriterPrincipal,
    runtime: RuntimeDep,
    columns: Annotated[Columns, Depends(chosen_columns)],
    source: Annotated[
        str, Query(max_length=100, pattern=_SHOWABLE, description="Where the reviews come from.")
    ],
    licence: Annotated[
        str, Query(max_length=300, pattern=_SHOWABLE, description="On what terms they are used.")
    ],
) -> UploadedReviews:
    """Receive and read the whole file before any transaction begins."""
    most = min(MAX_FILE_BYTES, runtime.settings.import_max_bytes)
    async with spooled_upload(request, most, frozenset(MEDIA_TYPES)) as upload:
        return UploadedReviews(
            licence=licence,
            columns=columns,
            read=await read_upload(upload.file, upload.media_type, source, columns),
            sha256=upload.sha256,
        )


UploadedReviewsDep = Annotated[UploadedReviews, Depends(uploaded_reviews)]


@router.post(
    "/imports",
    status_code=status.HTTP_201_CREATED,
    response_model=ReviewImportRead,
    openapi_extra=_FILE,
)
async def import_reviews(
    upload: UploadedReviewsDep, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> ReviewImport:
    """Import reviews: CSV with a header, a JSON list, or NDJSON. Writers' names are not stored.

    Sent again, a file changes nothing. Rows that cannot be reviews are left out and listed.
    """
    return await ReviewService(session, principal.tenant_id, clock=clock).take_in(upload)


@router.get("/imports/{import_id}", response_model=ReviewImportRead)
async def read_review_import(
    import_id: UUID, principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> ReviewImport:
    """Show one import of reviews."""
    return await ReviewService(session, principal.tenant_id, clock=clock).read_import(import_id)


@router.get("", response_model=Page[ReviewRead])
async def list_reviews(
    principal: ReaderPrincipal,
    session: SessionDep,
    clock: ClockDep,
    limit: Limit = 50,
    cursor: IdCursor = None,
) -> dict[str, Any]:
    """List reviews with what they say, the last taken in first."""
    service = ReviewService(session, principal.tenant_id, clock=clock)
    found = [ReviewRead.of(item) for item in await service.list(cursor, limit)]
    return page(found, limit, lambda review: str(review.id))


@router.get("/summary")
async def summarise_reviews(
    principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> ReviewSummary:
    """Say what the newest 5,000 reviews amount to: sentiment, topics, stars against words."""
    return await ReviewService(session, principal.tenant_id, clock=clock).summarise()
