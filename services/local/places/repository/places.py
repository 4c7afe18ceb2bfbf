"""Queries of places: taken in by the file, counted by the town."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from sqlalchemy import RowMapping, bindparam, delete, func, select, text, update
from sqlalchemy.sql.elements import ColumnElement

from local.businesses.domain.category import BusinessCategory
from local.businesses.domain.coordinates import EARTH_RADIUS_KM
from local.places.domain.amenities import Amenity
from local.places.domain.dayparts import Daypart
from local.places.domain.distance import BoundingBox, Circle, cell_steps
from local.places.domain.place import Place
from local.places.domain.reference import Reference, Tally, reference_of
from local.places.models import PlaceImport, PlaceRow
from shared.db.repository import TenantRepository

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_STATED = (
    "source, source_id, name, latitude, longitude, category, source_category, rating, rating_count,"
    " price_level, cost_for_two_paise, opening_hours, opening_date"
)
_COPIED = f"{_STATED}, open_dayparts, amenities_known, amenities_offered"
_copied = attrgetter(*_COPIED.split(", "))
_COLUMNS = [
    PlaceRow.__table__.c[name]
    for name in (*_STATED.split(", "), "duplicate_of", "missing_since", "import_id")
]
_COMPARED = _COPIED.removeprefix("source, source_id, ").split(", ")


def _differs_from(other: str) -> str:
    """Return the condition under which a kept place is rewritten: it differs, or was gone."""
    kept, others = (", ".join(f"{row}.{name}" for name in _COMPARED) for row in ("kept", other))
    return f"(({kept}) IS DISTINCT FROM ({others}) OR kept.missing_since IS NOT NULL)"


_LONGER_STATEMENTS = text("SET LOCAL statement_timeout = '60s'")
_INCOMING = text(
    f"CREATE TEMPORARY TABLE incoming_places ON COMMIT DROP AS SELECT {_COPIED}"  # noqa: S608  ours
    " FROM local_places WITH NO DATA"
)
# Without it a plan may compare each with each: nobody has counted these rows yet.
_FIND_INCOMING = text("CREATE UNIQUE INDEX ON incoming_places (source_id)")
_COPY = f"COPY incoming_places ({_COPIED}) FROM STDIN"
# What an import is about to overwrite, and what it no longer lists inside a box.
_REPLACED = text(f"""
SELECT {", ".join(f"kept.{column.name}" for column in _COLUMNS)}
FROM local_places AS kept LEFT JOIN incoming_places AS incoming USING (source, source_id)
WHERE kept.tenant_id = :tenant_id AND kept.source = :source
    AND CASE WHEN incoming.source_id IS NOT NULL THEN {_differs_from("incoming")}
        ELSE kept.missing_since IS NULL AND kept.latitude BETWEEN :south AND :north
            AND kept.longitude BETWEEN :west AND :east END
""")  # noqa: S608  put together from the constants above, nothing comes from outside
_UNKNOWN = text(
    "SELECT source_id FROM incoming_places EXCEPT"
    " SELECT source_id FROM local_places WHERE tenant_id = :tenant_id AND source = :source"
)
# A place is rewritten as well if its source now comes on other terms.
_UPSERT = text(f"""
WITH upserted AS (
    INSERT INTO local_places AS kept (tenant_id, import_id, {_COPIED})
    SELECT :tenant_id, :import_id, {_COPIED} FROM incoming_places ORDER BY source, source_id
    ON CONFLICT (tenant_id, source, source_id) DO UPDATE
    SET import_id = excluded.import_id, missing_since = NULL,
        {", ".join(f"{column} = excluded.{column}" for column in _COMPARED)}
    WHERE {_differs_from("excluded")}
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
    FROM local_places
    WHERE tenant_id = :tenant_id AND duplicate_of IS NULL AND missing_since IS NULL
) AS place
GROUP BY category, is_here, open_dayparts, amenities_known, amenities_offered
""")
_CELLS = text("""
SELECT count(*) FILTER (WHERE category = ANY (:rivals)) FROM local_places
WHERE tenant_id = :tenant_id AND duplicate_of IS NULL AND missing_since IS NULL
GROUP BY floor(latitude / :north_step), floor(longitude / :east_step)
""")


class PlaceRepository(TenantRepository):
    """The places of one tenant."""

    async def receive(self, places: Iterable[Place]) -> None:
        """Hold the places of a file until they are stored, or the transaction ends."""
        await self._session.execute(_LONGER_STATEMENTS)
        await self._session.execute(_INCOMING)
        connection = await (await self._session.connection()).get_raw_connection()
        driver = cast("AsyncConnection", connection.driver_connection)
        async with driver.cursor() as cursor, cursor.copy(_COPY) as copy:
            for place in places:
                await copy.write_row(_copied(place))
        await self._session.execute(_FIND_INCOMING)

    async def replaced(self, source: str, box: BoundingBox) -> Sequence[Place]:
        """Return what the received places overwrite, and what inside the box they leave out."""
        where = {"tenant_id": self._tenant_id, "source": source} | asdict(box)
        rows = await self._session.execute(_REPLACED, where)
        return [_place(row) for row in rows.mappings()]

    async def unknown_ids(self, source: str) -> frozenset[str]:
        """Return the ids of the received places that were never stored."""
        names = {"tenant_id": self._tenant_id, "source": source}
        return frozenset(await self._session.scalars(_UNKNOWN, names))

    async def counts(self, source: str, box: BoundingBox) -> Mapping[BusinessCategory, int]:
        """Return how many places of each trade a source lists inside a box."""
        query = select(PlaceRow.category, func.count()).where(
            inside_box(self._tenant_id, box),
            PlaceRow.source == source,
            PlaceRow.missing_since.is_(None),
        )
        rows = await self._session.execute(query.group_by(PlaceRow.category))
        return {BusinessCategory(category): n for category, n in rows}

    async def store(self, record: PlaceImport) -> tuple[int, int]:
        """Write the received places; return how many were new, and how many differed."""
        counts = await self._session.execute(
            _UPSERT, {"tenant_id": self._tenant_id, "import_id": record.id}
        )
        new, changed = counts.one()
        return new, changed

    async def inside(
        self, box: BoundingBox, categories: Collection[BusinessCategory]
    ) -> Sequence[Place]:
        """Return the listed places inside a box, in a fixed order: of these trades, or twins."""
        query = select(*_COLUMNS).where(
            inside_box(self._tenant_id, box),
            PlaceRow.category.in_([str(category) for category in categories])
            | PlaceRow.duplicate_of.is_not(None),
            PlaceRow.missing_since.is_(None),
        )
        query = query.order_by(PlaceRow.source, PlaceRow.source_id)
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

    async def has_several_sources(self) -> bool:
        """Say whether more than one source lists places."""
        query = select(func.min(PlaceRow.source) < func.max(PlaceRow.source)).where(
            PlaceRow.tenant_id == self._tenant_id
        )
        return bool(await self._session.scalar(query))

    async def named(self) -> Sequence[Place]:
        """Return every listed place that has a name."""
        query = select(*_COLUMNS).where(
            PlaceRow.tenant_id == self._tenant_id,
            PlaceRow.name.is_not(None),
            PlaceRow.missing_since.is_(None),
        )
        return [_place(row) for row in (await self._session.execute(query)).mappings()]

    async def of_source(self, source: str) -> Sequence[Place]:
        """Return every place that a source lists, in the order of the ids."""
        query = select(*_COLUMNS).where(
            PlaceRow.tenant_id == self._tenant_id,
            PlaceRow.source == source,
            PlaceRow.missing_since.is_(None),
        )
        rows = await self._session.execute(query.order_by(PlaceRow.source_id))
        return [_place(row) for row in rows.mappings()]

    async def cited(self, evidence: str) -> Place | None:
        """Return the listed place that figures cite so."""
        query = select(*_COLUMNS).where(
            PlaceRow.tenant_id == self._tenant_id,
            func.concat("place:", PlaceRow.source, ":", PlaceRow.source_id) == evidence,
            PlaceRow.missing_since.is_(None),
        )
        row = (await self._session.execute(query)).mappings().one_or_none()
        return None if row is None else _place(row)

    async def remove(self, place: Place) -> None:
        """Delete a place as if it had never been listed."""
        await self._session.execute(
            delete(PlaceRow).where(
                PlaceRow.tenant_id == self._tenant_id,
                PlaceRow.source == place.source,
                PlaceRow.source_id == place.source_id,
            )
        )

    async def mark(self, column: str, values: Mapping[tuple[str, str], object]) -> None:
        """Write one column of these places, such as which place stands for each."""
        statement = update(PlaceRow).where(
            PlaceRow.tenant_id == self._tenant_id,
            PlaceRow.source == bindparam("of_source"),
            PlaceRow.source_id == bindparam("of_source_id"),
        )
        rows = [
            {"of_source": source, "of_source_id": source_id, "value": value}
            for (source, source_id), value in values.items()
        ]
        if rows:
            connection = await self._session.connection()
            await connection.execute(statement.values({column: bindparam("value")}), rows)


def inside_box(tenant_id: UUID, box: BoundingBox) -> ColumnElement[bool]:
    """Return the condition that a place of the tenant lies inside a box."""
    return (
        (PlaceRow.tenant_id == tenant_id)
        & PlaceRow.latitude.between(box.south, box.north)
        & PlaceRow.longitude.between(box.west, box.east)
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
