"""Queries of the places that Google lists: ids, and when each was seen."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from local.places.models import GooglePlaceId
from shared.db.repository import TenantRepository


class GooglePlaceIdRepository(TenantRepository):
    """The ids of one tenant."""

    async def see(self, place_ids: Collection[str], now: datetime, *, are_all: bool) -> None:
        """Note what is listed now; where these are all, the others are forgotten."""
        rows = [
            {
                "tenant_id": self._tenant_id,
                "place_id": place_id,
                "first_seen_at": now,
                "last_seen_at": now,
            }
            for place_id in sorted(place_ids)
        ]
        if rows:
            await self._session.execute(
                insert(GooglePlaceId).on_conflict_do_update(
                    index_elements=[GooglePlaceId.tenant_id, GooglePlaceId.place_id],
                    set_={"last_seen_at": now},
                ),
                rows,
            )
        if are_all:
            await self._session.execute(
                delete(GooglePlaceId).where(
                    GooglePlaceId.tenant_id == self._tenant_id, GooglePlaceId.last_seen_at < now
                )
            )

    async def list(self, after: str | None, limit: int) -> Sequence[GooglePlaceId]:
        """Return the ids in order, those after a given one."""
        query = select(GooglePlaceId).where(GooglePlaceId.tenant_id == self._tenant_id)
        if after is not None:
            query = query.where(GooglePlaceId.place_id > after)
        ordered = query.order_by(GooglePlaceId.place_id).limit(limit)
        return (await self._session.scalars(ordered)).all()
