"""Use cases of the shop's price list: keep it, show it, find what a message asks for."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.messaging.domain.price_list import PriceItem
from local.messaging.errors import RepeatedItemError
from local.messaging.models import PriceItemRow
from local.messaging.repository.understanding import UnderstandingRepository
from shared.ids import new_id


class PriceListService:
    """The price list of one tenant's business."""

    def __init__(self, session: AsyncSession, tenant_id: UUID) -> None:
        self._stored = UnderstandingRepository(session, tenant_id)

    async def tell(self, items: Sequence[PriceItem]) -> Sequence[PriceItem]:
        """Keep the whole list in the place of the one before; refuses two of one name."""
        if repeated := [name for name, n in Counter(item.name for item in items).items() if n > 1]:
            raise RepeatedItemError(repeated[0])
        await self._stored.replace_prices(
            [
                {
                    "id": new_id(),
                    "name": item.name,
                    "name_hi": item.name_hi,
                    "other_names": list(item.other_names),
                    "unit": item.unit,
                    "price_paise": item.price_paise,
                    "told_on": item.told_on,
                }
                for item in items
            ]
        )
        return await self.list()

    async def list(self) -> Sequence[PriceItem]:
        """Return the list by name."""
        return [_item(row) for row in await self._stored.prices()]


def _item(row: PriceItemRow) -> PriceItem:
    return PriceItem(
        name=row.name,
        name_hi=row.name_hi,
        other_names=tuple(row.other_names),
        unit=row.unit,
        price_paise=row.price_paise,
        told_on=row.told_on,
    )
