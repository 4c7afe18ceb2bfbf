"""Use cases of rivals: an owner enters those it knows, corrects them, says that one has closed."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.places.domain.place import Place
from local.places.domain.place_file import ReadPlaces
from local.places.domain.rivals import LABEL, MOST_RIVALS, Removal, closing_of, rival_of
from local.places.domain.uploaded_places import UploadedPlaces
from local.places.errors import RivalNotFoundError, TooManyRivalsError, UnusableRivalError
from local.places.repository.places import PlaceRepository
from local.places.service.imports import PlaceService
from shared.clock import Clock
from shared.ids import new_id


class RivalService:
    """The rivals that one tenant's owner has entered: places of the source `owner`."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._places = PlaceRepository(session, tenant_id)
        self._imports = PlaceService(session, tenant_id, clock=clock)

    async def list(self) -> Sequence[Place]:
        """Return the rivals, in the order of their ids."""
        return await self._places.of_source(LABEL.source)

    async def add(self, given: Mapping[str, Any]) -> Place:
        """Keep a new rival."""
        if len(await self.list()) >= MOST_RIVALS:
            raise TooManyRivalsError(MOST_RIVALS)
        return await self._enter(str(new_id()), given)

    async def replace(self, rival_id: str, given: Mapping[str, Any]) -> Place:
        """Describe a rival anew; what changed of it becomes news as with any source."""
        await self._get(rival_id)
        return await self._enter(rival_id, given)

    async def remove(self, rival_id: str, reason: Removal) -> None:
        """Take a rival off the list: as closed, which is remembered, or as never entered."""
        rival = await self._get(rival_id)
        if reason is Removal.CLOSED:
            await self._imports.report_closed(_entry(f"closed:{rival.evidence}"), closing_of(rival))
        else:
            await self._imports.forget(rival)

    async def _enter(self, rival_id: str, given: Mapping[str, Any]) -> Place:
        fields = dict(given)
        listed = await self._listed(fields.pop("place", None))
        rival = rival_of(rival_id, fields, listed)
        await self._imports.take_in(_entry(repr(rival), rival))
        return await self._get(rival_id)

    async def _listed(self, evidence: str | None) -> Place | None:
        if evidence is None:
            return None
        found = await self._places.cited(evidence)
        if found is None:
            raise UnusableRivalError("place", f"no place {evidence[:80]!r} is listed")
        return found

    async def _get(self, rival_id: str) -> Place:
        found = [rival for rival in await self.list() if rival.source_id == rival_id]
        if not found:
            raise RivalNotFoundError(rival_id)
        return found[0]


def _entry(text: str, *rivals: Place) -> UploadedPlaces:
    """Return an entry as a file of one place: so it gets an import that figures can cite."""
    content = text.encode()
    return UploadedPlaces(
        label=LABEL,
        read=ReadPlaces(places=[*rivals]),
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
    )
