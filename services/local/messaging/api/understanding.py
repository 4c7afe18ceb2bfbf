"""Routes of what messages were about, how they are read, and which of them wait."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, status

from local.messaging.domain.label_file import CSV, MEDIA_TYPES, NDJSON, ReadLabels, read_labels
from local.messaging.schemas.understanding import (
    IntentRead,
    IntentRequest,
    LabelsRead,
    QuestionsRead,
    UnderstandingRead,
    labels_body,
    understanding_body,
)
from local.messaging.service.questions import QuestionService
from local.messaging.service.understanding import UnderstandingService
from shared.http.dependencies import ClockDep, ReaderPrincipal, SessionDep, WriterPrincipal
from shared.http.idempotency import RepeatableRoute
from shared.http.uploads import spooled_upload

MAX_FILE_BYTES = 4 * 1024 * 1024
_FILE: dict[str, Any] = {
    "requestBody": {"required": True, "content": {kind: {} for kind in (CSV, NDJSON)}}
}

router = APIRouter(prefix="/api/v2/local/messages", tags=["messages"], route_class=RepeatableRoute)


async def uploaded_labels(request: Request, _: WriterPrincipal) -> ReadLabels:
    """Receive and read the whole file before any transaction begins."""
    async with spooled_upload(request, MAX_FILE_BYTES, MEDIA_TYPES) as upload:
        return read_labels(upload.file.read(), upload.media_type)


@router.post(
    "/labels/imports",
    status_code=status.HTTP_201_CREATED,
    response_model=LabelsRead,
    openapi_extra=_FILE,
)
async def import_labels(
    upload: Annotated[ReadLabels, Depends(uploaded_labels)],
    principal: WriterPrincipal,
    session: SessionDep,
    clock: ClockDep,
) -> dict[str, Any]:
    """Import labelled messages: `words` and `intent`, as CSV with a header or as NDJSON.

    The same words again are one label, the one told last. At most 3,000 rows.
    """
    await UnderstandingService(session, principal.tenant_id, clock=clock).take_in(upload)
    return dict(labels_body(upload))


@router.get("/understanding", response_model=UnderstandingRead)
async def read_understanding(
    principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Show who read the messages of the last 30 days, and how good the shop's own model is."""
    service = UnderstandingService(session, principal.tenant_id, clock=clock)
    return understanding_body(await service.summary())


@router.get("/questions")
async def list_open_questions(
    principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> QuestionsRead:
    """List what waits for a person, the oldest first, with how long it has waited."""
    return QuestionsRead.of(await QuestionService(session, principal.tenant_id, clock=clock).open())


@router.post("/{message_id}/intent", response_model=IntentRead)
async def correct_intent(
    message_id: UUID,
    body: IntentRequest,
    principal: WriterPrincipal,
    session: SessionDep,
    clock: ClockDep,
) -> dict[str, Any]:
    """Say what a customer's message really was about; the shop's model learns from it."""
    service = UnderstandingService(session, principal.tenant_id, clock=clock)
    at = await service.correct(message_id, body.intent)
    return {"message_id": message_id, "intent": body.intent, "labelled_at": at}
