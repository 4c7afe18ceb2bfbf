"""Routes of market intelligence."""

import json
from collections.abc import AsyncGenerator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response, status

from shared.http.dependencies import (
    ClockDep,
    ReaderPrincipal,
    RuntimeDep,
    SessionDep,
    WriterPrincipal,
)
from shared.http.idempotency import RepeatableRoute
from shared.http.paging import Cursor, IdCursor, Limit, page
from shared.http.schemas import Page
from shared.http.uploads import Upload, spooled_upload
from shared.tiers import BusinessTier

from .domain.observation_file import FileFormat
from .models import ObservationImport
from .schemas import (
    ImportRead,
    IntelligenceRead,
    IntelligenceRequest,
    ObservationRead,
    cursor_of,
    observation_read,
    position_in,
)
from .service import Answer, IntelligenceService, ObservationService, SentFile, analyse_records

_FILE_SCHEMA = {
    "requestBody": {
        "required": True,
        "content": {each.value: {"schema": {"type": "string"}} for each in FileFormat},
    }
}

router = APIRouter(
    prefix="/api/v1/enterprise", tags=["market intelligence"], route_class=RepeatableRoute
)


async def received_file(
    request: Request, _principal: WriterPrincipal, runtime: RuntimeDep
) -> AsyncGenerator[Upload]:
    """Receive the file before the transaction begins: a slow client must not hold one open."""
    media_types = frozenset(each.value for each in FileFormat)
    async with spooled_upload(request, runtime.settings.import_max_bytes, media_types) as upload:
        yield upload


UploadDep = Annotated[Upload, Depends(received_file)]


@router.post(
    "/observations/imports",
    status_code=status.HTTP_201_CREATED,
    response_model=ImportRead,
    openapi_extra=_FILE_SCHEMA,
)
async def import_observations(
    upload: UploadDep, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> ObservationImport:
    """Import daily observations as CSV or NDJSON, all or none; a repetition changes nothing.

    Columns: date, channel, spend (rupees) and, as far as known, impressions, clicks, conversions,
    revenue. A day and channel that is stored already takes the new values.
    """
    sent = SentFile(upload.file, FileFormat(upload.media_type), upload.sha256, upload.size_bytes)
    return await ObservationService(session, principal.tenant_id, clock).take(sent)


@router.get("/observations/imports", response_model=Page[ImportRead])
async def list_imports(
    principal: ReaderPrincipal,
    session: SessionDep,
    clock: ClockDep,
    cursor: IdCursor = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    """List the imports, the latest first; figures name their data_version as evidence."""
    service = ObservationService(session, principal.tenant_id, clock)
    found = await service.list_imports(cursor, limit + 1)
    return page(found, limit, lambda made: str(made.id))


@router.get("/observations", response_model=Page[ObservationRead])
async def list_observations(
    principal: ReaderPrincipal,
    session: SessionDep,
    clock: ClockDep,
    cursor: Cursor = None,
    channel: Annotated[str | None, Query(max_length=100)] = None,
    limit: Limit = 100,
) -> dict[str, Any]:
    """List the stored observations by day and channel."""
    service = ObservationService(session, principal.tenant_id, clock)
    found = await service.list_observations(position_in(cursor), channel, limit + 1)
    answer = page(found, limit, cursor_of)
    return answer | {"items": [observation_read(each) for each in answer["items"]]}


@router.post("/intelligence", response_model=IntelligenceRead)
async def analyse(
    body: IntelligenceRequest, principal: ReaderPrincipal, runtime: RuntimeDep
) -> Response:
    """Analyse a client's observations: quality, totals, growth, costs, returns, trends, weekdays.

    Every figure says how it was computed; what cannot be computed is null and says what is missing.
    """
    if body.client_data is not None:
        return _shown(await analyse_records(body.client_data.observations, runtime.clock))
    service = IntelligenceService(runtime.database, principal.tenant_id, runtime.clock)
    return _shown(await service.analyse_client(body.client_id or principal.tenant_id))


def _shown(answer: Answer) -> Response:
    """Return the kept text as it is: reading and writing it anew would cost more than all else."""
    features = json.dumps(list(answer.features_used))
    text = (
        f'{{"tier":"{BusinessTier.ENTERPRISE}","analysis":{answer.analysis},'
        f'"features_used":{features}}}'
    )
    return Response(text.encode(), media_type="application/json")
