"""Routes of places."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, status

from local.places.domain.label import MAX_SOURCE_LENGTH, MAX_TERMS_LENGTH, ImportLabel
from local.places.domain.place_file import MEDIA_TYPES
from local.places.domain.uploaded_places import Release, UploadedPlaces
from local.places.models import PlaceImport
from local.places.schemas import (
    PlaceChangeRead,
    PlaceImportRead,
)
from local.places.service import PlaceService, read_upload
from shared.http.dependencies import (
    ClockDep,
    ReaderPrincipal,
    RuntimeDep,
    SessionDep,
    WriterPrincipal,
)
from shared.http.idempotency import RepeatableRoute
from shared.http.paging import Limit, page
from shared.http.schemas import Page
from shared.http.uploads import spooled_upload

MAX_FILE_BYTES = 64 * 1024 * 1024
_FILE: dict[str, Any] = {
    "requestBody": {"required": True, "content": {kind: {} for kind in MEDIA_TYPES}}
}

router = APIRouter(prefix="/api/v2/local", tags=["places"], route_class=RepeatableRoute)

ReleaseQuery = Annotated[
    Release,
    Query(
        description="Full: the file lists all that its source knows of its trades in the box of "
        "its places, so what it leaves out is gone. Partial: nothing follows from that."
    ),
]


async def uploaded_places(
    request: Request,
    _: WriterPrincipal,
    runtime: RuntimeDep,
    source: Annotated[
        str, Query(max_length=MAX_SOURCE_LENGTH, description="Where the places come from.")
    ],
    licence: Annotated[
        str, Query(max_length=MAX_TERMS_LENGTH, description="On what terms, such as ODbL-1.0.")
    ],
    attribution: Annotated[
        str | None, Query(max_length=MAX_TERMS_LENGTH, description="Whom to name beside figures.")
    ] = None,
    release: ReleaseQuery = Release.PARTIAL,
) -> UploadedPlaces:
    """Receive and read the whole file before any transaction begins."""
    label = ImportLabel(source, licence, attribution)
    most = min(MAX_FILE_BYTES, runtime.settings.import_max_bytes)
    async with spooled_upload(request, most, frozenset(MEDIA_TYPES)) as upload:
        return UploadedPlaces(
            label=label,
            read=await read_upload(upload.file, upload.media_type, source),
            sha256=upload.sha256,
            size_bytes=upload.size_bytes,
            release=release,
        )


UploadedPlacesDep = Annotated[UploadedPlaces, Depends(uploaded_places)]


@router.post(
    "/places/imports",
    status_code=status.HTTP_201_CREATED,
    response_model=PlaceImportRead,
    openapi_extra=_FILE,
)
async def import_places(
    upload: UploadedPlacesDep, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> PlaceImport:
    """Import places: Overpass JSON, GeoJSON, or CSV with name, latitude, longitude, category.

    Sent again, a file changes nothing. Rows that cannot be places are left out and listed.
    The second full release of a source and every later one tells what opened and closed.
    """
    return await PlaceService(session, principal.tenant_id, clock=clock).take_in(upload)


@router.get("/places/imports", response_model=Page[PlaceImportRead])
async def list_place_imports(
    principal: ReaderPrincipal,
    session: SessionDep,
    clock: ClockDep,
    limit: Limit = 50,
    cursor: Annotated[UUID | None, Query(description="next_cursor of the last page.")] = None,
) -> dict[str, Any]:
    """List the imports of places, the newest first."""
    service = PlaceService(session, principal.tenant_id, clock=clock)
    return page(await service.list(cursor, limit), limit, lambda record: str(record.id))


@router.get("/places/imports/{import_id}", response_model=PlaceImportRead)
async def read_place_import(
    import_id: UUID, principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> PlaceImport:
    """Show one import of places."""
    return await PlaceService(session, principal.tenant_id, clock=clock).read(import_id)


@router.get("/places/changes", response_model=Page[PlaceChangeRead])
async def list_place_changes(
    principal: ReaderPrincipal,
    session: SessionDep,
    clock: ClockDep,
    limit: Limit = 50,
    cursor: Annotated[UUID | None, Query(description="next_cursor of the last page.")] = None,
) -> dict[str, Any]:
    """List what changed between imports of one source, the newest first."""
    service = PlaceService(session, principal.tenant_id, clock=clock)
    return page(await service.changes(cursor, limit), limit, lambda change: str(change.id))
