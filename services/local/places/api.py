"""Routes of places."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, status

from local.places.domain.label import MAX_SOURCE_LENGTH, MAX_TERMS_LENGTH, ImportLabel
from local.places.domain.place_file import MEDIA_TYPES
from local.places.domain.rivals import Removal
from local.places.domain.uploaded_places import Release, UploadedPlaces
from local.places.models import PlaceFetch, PlaceImport
from local.places.schemas import (
    GooglePlaceIdRead,
    PlaceChangeRead,
    PlaceFetchRead,
    PlaceFetchRequest,
    PlaceImportRead,
    PlaceReleaseRead,
    ReleaseComparisonRead,
    RivalFields,
    RivalRead,
    comparison_body,
    google_place_body,
    release_body,
    rival_body,
)
from local.places.service.fetches import PlaceFetchService, Providers, providers_of
from local.places.service.imports import PlaceService, read_upload
from local.places.service.releases import PlaceReleaseService
from local.places.service.rivals import RivalService
from local.settings import LocalSettings
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
    cursor: IdCursor = None,
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
    cursor: IdCursor = None,
) -> dict[str, Any]:
    """List what changed between imports of one source, the newest first."""
    service = PlaceService(session, principal.tenant_id, clock=clock)
    return page(await service.changes(cursor, limit), limit, lambda change: str(change.id))


async def providers(runtime: RuntimeDep) -> Providers:
    """Return whom this installation can ask."""
    settings = runtime.settings
    assert isinstance(settings, LocalSettings)  # noqa: S101  the tier starts with no other
    return providers_of(settings)


ProvidersDep = Annotated[Providers, Depends(providers)]


@router.get("/places/releases", response_model=Page[PlaceReleaseRead])
async def list_place_releases(
    principal: ReaderPrincipal, session: SessionDep, limit: Limit = 50, cursor: IdCursor = None
) -> dict[str, Any]:
    """List the full releases that are kept whole, the newest first."""
    found = await PlaceReleaseService(session, principal.tenant_id).list(cursor, limit)
    kept = [release_body(*release) for release in found]
    return page(kept, limit, lambda release: str(release["import_id"]))


@router.get("/places/releases/{import_id}/changes", response_model=ReleaseComparisonRead)
async def compare_place_releases(
    import_id: UUID,
    principal: ReaderPrincipal,
    session: SessionDep,
    older: Annotated[
        UUID | None, Query(description="An earlier release of its source; else the last before it.")
    ] = None,
) -> dict[str, Any]:
    """Say what opened, closed, moved, was renamed or keeps other hours between two releases."""
    service = PlaceReleaseService(session, principal.tenant_id)
    return comparison_body(await service.compare(older, import_id))


@router.post("/places/fetches", status_code=status.HTTP_202_ACCEPTED, response_model=PlaceFetchRead)
async def fetch_places(
    body: PlaceFetchRequest,
    principal: WriterPrincipal,
    session: SessionDep,
    clock: ClockDep,
    offered: ProvidersDep,
) -> PlaceFetch:
    """Have a provider asked for the places around the business: free OpenStreetMap, or Google.

    Of OpenStreetMap everything is kept; of Google place ids alone, for more is not allowed.
    """
    service = PlaceFetchService(session, principal.tenant_id, clock=clock)
    return await service.request(body.provider, offered)


@router.get("/places/fetches", response_model=Page[PlaceFetchRead])
async def list_place_fetches(
    principal: ReaderPrincipal,
    session: SessionDep,
    clock: ClockDep,
    limit: Limit = 50,
    cursor: IdCursor = None,
) -> dict[str, Any]:
    """List the times that providers were asked, the newest first."""
    service = PlaceFetchService(session, principal.tenant_id, clock=clock)
    return page(await service.list(cursor, limit), limit, lambda fetch: str(fetch.id))


@router.get("/places/fetches/{fetch_id}", response_model=PlaceFetchRead)
async def read_place_fetch(
    fetch_id: UUID, principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> PlaceFetch:
    """Show how far one fetch has come."""
    return await PlaceFetchService(session, principal.tenant_id, clock=clock).read(fetch_id)


@router.get("/places/google", response_model=Page[GooglePlaceIdRead])
async def list_google_places(
    principal: ReaderPrincipal,
    session: SessionDep,
    clock: ClockDep,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> dict[str, Any]:
    """List what Google lists around the business, by ids and links: their names are not ours."""
    service = PlaceFetchService(session, principal.tenant_id, clock=clock)
    found = await service.google_ids(cursor, limit)
    return page([google_place_body(row) for row in found], limit, lambda row: row["place_id"])


@router.get("/rivals")
async def list_rivals(
    principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> list[RivalRead]:
    """List the rivals that the owner has entered, at most 50."""
    rivals = await RivalService(session, principal.tenant_id, clock=clock).list()
    return [RivalRead.model_validate(rival_body(rival)) for rival in rivals]


@router.post("/rivals", status_code=status.HTTP_201_CREATED, response_model=RivalRead)
async def add_rival(
    body: RivalFields, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> dict[str, Any]:
    """Enter a rival that the owner knows, from nothing or from a listed place."""
    service = RivalService(session, principal.tenant_id, clock=clock)
    return rival_body(await service.add(body.given()))


@router.put("/rivals/{rival_id}", response_model=RivalRead)
async def replace_rival(
    rival_id: str,
    body: RivalFields,
    principal: WriterPrincipal,
    session: SessionDep,
    clock: ClockDep,
) -> dict[str, Any]:
    """Describe a rival anew; another name, place, week or rating becomes news."""
    service = RivalService(session, principal.tenant_id, clock=clock)
    return rival_body(await service.replace(rival_id, body.given()))


@router.delete("/rivals/{rival_id}", status_code=status.HTTP_204_NO_CONTENT)
async def remove_rival(
    rival_id: str,
    reason: Annotated[Removal, Query(description="Closed is remembered as news.")],
    principal: WriterPrincipal,
    session: SessionDep,
    clock: ClockDep,
) -> None:
    """Take a rival off the list: it closed, or it was a mistake."""
    await RivalService(session, principal.tenant_id, clock=clock).remove(rival_id, reason)
