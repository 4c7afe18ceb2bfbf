"""Request and response bodies of places."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from local.businesses.domain.category import BusinessCategory
from local.connectors.places.port import Provider
from local.places.domain.fetch_rules import FetchState
from local.places.domain.level import Level
from local.places.domain.place import Place
from local.places.domain.place_changes import METHOD, ChangeKind
from local.places.domain.uploaded_places import Release
from local.places.models import GooglePlaceId, PlaceImport
from local.places.service.releases import ComparedReleases
from shared.http.schemas import MoneyBody, RequestBody, ResponseBody, SkippedRowBody
from shared.money import Money


class CoverageRead(ResponseBody):
    """What a full release speaks for: these trades, inside this box in degrees."""

    south: float
    north: float
    west: float
    east: float
    trades: list[BusinessCategory]


class PlaceImportRead(ResponseBody):
    """An import of places: what was taken, what was left out and why."""

    id: UUID
    source: str
    licence: str
    attribution: str | None
    sha256: str
    size_bytes: int
    rows_read: int
    places_new: int
    places_changed: int
    places_unchanged: int
    places_unnamed: int
    rows_skipped: int
    skipped_reasons: dict[str, int]
    first_skipped_rows: Annotated[
        list[SkippedRowBody], Field(description="The first 100; skipped_reasons counts them all.")
    ]
    imported_at: datetime
    release: Release
    covers: Annotated[
        CoverageRead | None,
        Field(description="Of what a place that the file leaves out is gone; null for a part."),
    ]
    release_note: Annotated[
        str | None, Field(description="Why less was concluded from the file than was asked.")
    ]
    places_gone: int
    changes_found: int


class PlaceChangeRead(ResponseBody):
    """What changed of one place; figures cite it as place_change:<id>."""

    id: UUID
    import_id: UUID
    source: str
    source_id: str
    kind: ChangeKind
    name: str | None
    category: BusinessCategory
    latitude: float
    longitude: float
    opening_date: str | None
    before: str | None
    after: str | None
    confidence: Level
    found_at: datetime


class PlaceReleaseRead(ResponseBody):
    """A full release whose places are all kept."""

    import_id: UUID
    source: str
    places: int
    sha256: Annotated[str, Field(description="Of the places; equal where nothing differs.")]
    size_bytes: Annotated[int, Field(description="As it is kept, packed.")]
    released_at: datetime


class ReleaseChangeRead(ResponseBody):
    """What became of one place from one release to another."""

    kind: ChangeKind
    source_id: str
    name: str | None
    category: BusinessCategory
    latitude: float
    longitude: float
    before: str | None
    after: str | None
    confidence: Level


class ReleaseComparisonRead(ResponseBody):
    """Two releases of one source, and what changed."""

    older_import_id: UUID
    newer_import_id: UUID
    source: str
    licence: str
    attribution: str | None
    method: str
    note: Annotated[str | None, Field(description="Of what no conclusion is drawn, and why.")]
    changes: list[ReleaseChangeRead]


def release_body(record: PlaceImport, places: int, sha256: str, size_bytes: int) -> dict[str, Any]:
    """Return a kept release as it is shown."""
    return {
        "import_id": record.id,
        "source": record.source,
        "places": places,
        "sha256": sha256,
        "size_bytes": size_bytes,
        "released_at": record.imported_at,
    }


def comparison_body(compared: ComparedReleases) -> dict[str, Any]:
    """Return two releases as they are shown."""
    newer, found = compared.newer, compared.found
    return {
        "older_import_id": compared.older.id,
        "newer_import_id": newer.id,
        "source": newer.source,
        "licence": newer.licence,
        "attribution": newer.attribution,
        "method": METHOD,
        "note": found.note,
        "changes": [
            {name: change.to_values()[name] for name in ReleaseChangeRead.model_fields}
            for change in found.changes
        ],
    }


class PlaceFetchRequest(RequestBody):
    """Whom to ask for the places around the business."""

    provider: Provider = Provider.OPENSTREETMAP


class PlaceFetchRead(ResponseBody):
    """One time that a provider was asked, and what came of it."""

    id: UUID
    provider: Provider
    state: FetchState
    latitude: float
    longitude: float
    radius_km: float
    calls: int
    found: Annotated[
        int | None, Field(description="How many places it listed; at least, if not complete.")
    ]
    is_complete: bool | None
    import_id: Annotated[
        UUID | None, Field(description="The import that holds the places, where they may be kept.")
    ]
    note: Annotated[str | None, Field(description="What stood in the way of the last attempt.")]
    requested_at: datetime
    finished_at: datetime | None


class GooglePlaceIdRead(ResponseBody):
    """A place that Google lists around the business; its name is there to see, not ours to keep."""

    place_id: str
    maps_url: str
    first_seen_at: datetime
    last_seen_at: datetime


class RivalFields(RequestBody):
    """What the owner knows of a rival; null is as good as left out."""

    place: Annotated[
        str | None,
        Field(
            description="A listed place, as figures cite it: what is left out is taken from it.",
            examples=["place:openstreetmap:node/1"],
        ),
    ] = None
    name: Annotated[str | None, Field(examples=["Cut and Curl"])] = None
    category: BusinessCategory | None = None
    latitude: float | None = None
    longitude: float | None = None
    rating: Annotated[float | None, Field(description="Stars from 1 to 5.")] = None
    rating_count: int | None = None
    price_level: Annotated[int | None, Field(description="1, the cheapest, to 4.")] = None
    cost_for_two: Annotated[Decimal | None, Field(description="Rupees.", examples=[800])] = None
    opening_hours: Annotated[
        str | None, Field(description="As in OpenStreetMap.", examples=["Mo-Sa 10:00-20:00"])
    ] = None

    def given(self) -> dict[str, Any]:
        """Return what was said."""
        return self.model_dump(exclude_none=True)


class RivalRead(ResponseBody):
    """A rival as the owner entered it."""

    id: str
    name: str | None
    category: BusinessCategory
    latitude: float
    longitude: float
    rating: float | None
    rating_count: int | None
    price_level: int | None
    cost_for_two: MoneyBody | None
    opening_hours: str | None
    import_id: Annotated[
        UUID | None, Field(description="The entry that last changed it; figures cite it.")
    ]


def google_place_body(row: GooglePlaceId) -> dict[str, Any]:
    """Return an id as it travels, with the link that Google gives for it."""
    return {
        "place_id": row.place_id,
        "maps_url": f"https://www.google.com/maps/place/?q=place_id:{row.place_id}",
        "first_seen_at": row.first_seen_at,
        "last_seen_at": row.last_seen_at,
    }


def rival_body(place: Place) -> dict[str, Any]:
    """Return a rival as it travels."""
    cost = place.cost_for_two_paise
    return {
        "id": place.source_id,
        "name": place.name,
        "category": place.category,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "rating": place.rating,
        "rating_count": place.rating_count,
        "price_level": place.price_level,
        "cost_for_two": None if cost is None else Money(cost).as_wire(),
        "opening_hours": place.opening_hours,
        "import_id": place.import_id,
    }
