"""Queries of places and their imports; each repository sees one tenant only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from sqlalchemy import RowMapping, Select, bindparam, exists, func, select, text, update
from sqlalchemy.sql.elements import ColumnElement

from local.businesses.domain.category import BusinessCategory
from local.businesses.domain.coordinates import EARTH_RADIUS_KM
from local.intelligence.domain.amenities import Amenity
from local.intelligence.domain.dayparts import Daypart, open_dayparts
from local.intelligence.domain.distance import BoundingBox, Circle, cell_steps
from local.intelligence.domain.place import Place
from local.intelligence.domain.reference import Reference, Tally, reference_of
from local.intelligence.errors import ImportInProgressError, PlaceImportNotFoundError
from local.intelligence.models import PlaceImport, PlaceRow
from shared.db.repository import TenantRepository

if TYPE_CHECKING:
    from psycopg import AsyncConnection

# In the order of `_copied`.
_COPIED = (
    "source, source_id, name, latitude, longitude, category, source_category, rating, rating_count,"
    " price_level, cost_for_two_paise, opening_hours, open_dayparts, amenities_known,"
    " amenities_offered"
)
_COMPARED = _COPIED.removeprefix("source, source_id, ").split(", ")
_LONGER_STATEMENTS = text("SET LOCAL statement_timeout = '60s'")
_INCOMING = text(
    f"CREATE TEMPORARY TABLE incoming_places ON COMMIT DROP AS SELECT {_COPIED}"  # noqa: S608  ours
    " FROM local_places WITH NO DATA"
)
_COPY = f"COPY incoming_places ({_COPIED}) FROM STDIN"
# A place is rewritten if it differs, or if its source now comes on other terms.
_UPSERT = text(f"""
WITH upserted AS (
    INSERT INTO local_places AS kept (tenant_id, import_id, {_COPIED})
    SELECT :tenant_id, :import_id, {_COPIED} FROM incoming_places ORDER BY source, source_id
    ON CONFLICT (tenant_id, source, source_id) DO UPDATE
    SET import_id = excluded.import_id,
        {", ".join(f"{column} = excluded.{column}" for column in _COMPARED)}
    WHERE ({", ".join(f"kept.{column}" for column in _COMPARED)})
        IS DISTINCT FROM ({", ".join(f"excluded.{column}" for column in _COMPARED)})
        OR (SELECT (old.licence, old.attribution) FROM local_place_imports AS old
            WHERE old.tenant_id = kept.tenant_id AND old.id = kept.import_id)
        IS DISTINCT FROM
           (SELECT (new.licence, new.attribution) FROM local_place_imports AS new
            WHERE new.tenant_id = :tenant_id AND new.id = :import_id)
    RETURNING (xmax = 0) AS is_new
)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM upserted
""")  # noqa: S608  put together from the constants above, nothing comes from outside


# Bits are counted in Python: places that are alike in all of them come as one row.
_TALLIES = text("""
SELECT category, is_here, open_dayparts, amenities_known, amenities_offered, count(*) AS places
FROM (
    SELECT *, latitude BETWEEN :south AND :north AND longitude BETWEEN :west AND :east
        AND 2 * :earth_km * asin(least(1, sqrt(
            sin(radians(latitude - :latitude) / 2) ^ 2
            + cos(radians(:latitude)) * cos(radians(latitude))
            * sin(radians(longitude - :longitude) / 2) ^ 2))) <= :radius_km AS is_here
    FROM local_places WHERE tenant_id = :tenant_id AND duplicate_of IS NULL
) AS place
GROUP BY category, is_here, open_dayparts, amenities_known, amenities_offered
""")
_CELLS = text("""
SELECT count(*) FILTER (WHERE category = ANY (:rivals)) FROM local_places
WHERE tenant_id = :tenant_id AND duplicate_of IS NULL
GROUP BY floor(latitude / :north_step), floor(longitude / :east_step)
""")


class PlaceImportRepository(TenantRepository):
    """The imports of one tenant."""

    async def lock(self) -> None:
        """Let no other transaction change the tenant's places until this one ends."""
        await self._take_lock("places", ImportInProgressError())

    async def latest_of(self, source: str) -> PlaceImport | None:
        """Return the newest import of a source."""
        return await self._session.scalar(
            self._query().where(PlaceImport.source == source).limit(1)
        )

    async def get(self, import_id: UUID) -> PlaceImport:
        """Return one import."""
        found = await self._session.scalar(self._query().where(PlaceImport.id == import_id))
        if found is None:
            raise PlaceImportNotFoundError(import_id)
        return found

    async def list(self, before: UUID | None, limit: int) -> Sequence[PlaceImport]:
        """Return imports, the newest first, those before a given one."""
        query = self._query().limit(limit)
        if before is not None:
            query = query.where(PlaceImport.id < before)
        return (await self._session.scalars(query)).all()

    async def named(self, import_ids: Collection[UUID]) -> Sequence[PlaceImport]:
        """Return these imports, the oldest first."""
        query = select(PlaceImport).where(
            PlaceImport.tenant_id == self._tenant_id, PlaceImport.id.in_(import_ids)
        )
        return (await self._session.scalars(query.order_by(PlaceImport.id))).all()

    async def has_any(self) -> bool:
        """Say whether the tenant has imported anything."""
        query = select(exists().where(PlaceImport.tenant_id == self._tenant_id))
        return bool(await self._session.scalar(query))

    async def add(self, values: Mapping[str, Any]) -> PlaceImport:
        """Record an import."""
        record = PlaceImport(tenant_id=self._tenant_id, **values)
        self._session.add(record)
        await self._session.flush()
        return record

    def _query(self) -> Select[PlaceImport]:
        return (
            select(PlaceImport)
            .where(PlaceImport.tenant_id == self._tenant_id)
            .order_by(PlaceImport.id.desc())
        )


@dataclass(frozen=True, slots=True)
class StoredCounts:
    """What became of the places of an import."""

    new: int
    changed: int


class PlaceRepository(TenantRepository):
    """The places of one tenant."""

    async def store(self, places: Iterable[Place], record: PlaceImport) -> StoredCounts:
        """Write the places that are new or differ; one statement, however many they are."""
        await self._session.execute(_LONGER_STATEMENTS)
        await self._session.execute(_INCOMING)
        connection = await (await self._session.connection()).get_raw_connection()
        driver = cast("AsyncConnection", connection.driver_connection)
        async with driver.cursor() as cursor, cursor.copy(_COPY) as copy:
            for place in places:
                await copy.write_row(_copied(place))
        counts = await self._session.execute(
            _UPSERT, {"tenant_id": self._tenant_id, "import_id": record.id}
        )
        new, changed = counts.one()
        return StoredCounts(new, changed)

    async def inside(
        self, box: BoundingBox, categories: Collection[BusinessCategory]
    ) -> Sequence[Place]:
        """Return the places of these trades inside a box, in a fixed order."""
        trades = [str(category) for category in categories]
        query = (
            select(*_COLUMNS)
            .where(self._in(box), PlaceRow.category.in_(trades))
            .order_by(PlaceRow.source, PlaceRow.source_id)
        )
        return [_place(row) for row in (await self._session.execute(query)).mappings()]

    async def reference(self, circle: Circle, rivals: frozenset[BusinessCategory]) -> Reference:
        """Return what all of the tenant's places say of the circle and of the rest of the town."""
        values = {"tenant_id": self._tenant_id, "earth_km": EARTH_RADIUS_KM}
        rows = await self._session.execute(_TALLIES, values | asdict(circle) | asdict(circle.box))
        tallies = [_tally(row) for row in rows.mappings()]
        north_step, east_step = cell_steps(circle.latitude, circle.radius_km)
        cells = await self._session.scalars(
            _CELLS,
            values | {"rivals": sorted(rivals), "north_step": north_step, "east_step": east_step},
        )
        return reference_of(tallies, rivals, sorted(cells))

    async def imports_inside(self, box: BoundingBox) -> Collection[UUID]:
        """Return which imports the places inside a box came with, whatever their trade."""
        query = select(PlaceRow.import_id).where(self._in(box)).distinct()
        return (await self._session.scalars(query)).all()

    async def has_several_sources(self) -> bool:
        """Say whether more than one source lists places."""
        query = select(func.min(PlaceRow.source) < func.max(PlaceRow.source)).where(
            PlaceRow.tenant_id == self._tenant_id
        )
        return bool(await self._session.scalar(query))

    async def named(self) -> Sequence[Place]:
        """Return every place that has a name."""
        query = select(*_COLUMNS).where(
            PlaceRow.tenant_id == self._tenant_id, PlaceRow.name.is_not(None)
        )
        return [_place(row) for row in (await self._session.execute(query)).mappings()]

    async def mark(self, duplicate_of: Mapping[tuple[str, str], str | None]) -> None:
        """Write which place stands for each of these; None: it stands for itself."""
        statement = (
            update(PlaceRow)
            .where(
                PlaceRow.tenant_id == self._tenant_id,
                PlaceRow.source == bindparam("of_source"),
                PlaceRow.source_id == bindparam("of_source_id"),
            )
            .values(duplicate_of=bindparam("stand_in"))
        )
        rows = [
            {"of_source": source, "of_source_id": source_id, "stand_in": stand_in}
            for (source, source_id), stand_in in duplicate_of.items()
        ]
        if rows:
            connection = await self._session.connection()
            await connection.execute(statement, rows)

    def _in(self, box: BoundingBox) -> ColumnElement[bool]:
        return (
            (PlaceRow.tenant_id == self._tenant_id)
            & PlaceRow.latitude.between(box.south, box.north)
            & PlaceRow.longitude.between(box.west, box.east)
        )


_COLUMNS = (
    PlaceRow.source,
    PlaceRow.source_id,
    PlaceRow.name,
    PlaceRow.latitude,
    PlaceRow.longitude,
    PlaceRow.category,
    PlaceRow.source_category,
    PlaceRow.rating,
    PlaceRow.rating_count,
    PlaceRow.price_level,
    PlaceRow.cost_for_two_paise,
    PlaceRow.opening_hours,
    PlaceRow.duplicate_of,
    PlaceRow.import_id,
)


def _copied(place: Place) -> tuple[object, ...]:
    return (
        place.source,
        place.source_id,
        place.name,
        place.latitude,
        place.longitude,
        str(place.category),
        place.source_category,
        place.rating,
        place.rating_count,
        place.price_level,
        place.cost_for_two_paise,
        place.opening_hours,
        open_dayparts(place.opening_hours),
        int(place.amenities_known),
        int(place.amenities_offered),
    )


def _place(row: RowMapping) -> Place:
    columns: dict[str, Any] = {str(name): value for name, value in row.items()}
    return Place(category=BusinessCategory(columns.pop("category")), **columns)


def _tally(row: RowMapping) -> Tally:
    dayparts = row["open_dayparts"]
    return Tally(
        category=BusinessCategory(row["category"]),
        is_here=row["is_here"],
        dayparts=None if dayparts is None else Daypart(dayparts),
        amenities_known=Amenity(row["amenities_known"]),
        amenities_offered=Amenity(row["amenities_offered"]),
        places=row["places"],
    )
