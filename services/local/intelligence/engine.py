"""The local tier's intelligence for one business, with or without a database behind it."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from local.businesses.domain.business import LocalBusiness
from local.businesses.service import default_gazetteer, located
from local.connectors.festivals.port import FestivalCalendar
from local.connectors.gazetteer.port import Gazetteer
from local.intelligence.domain.insights import DailyInsights, OwnRecords
from local.intelligence.domain.seasons import DailyOrders
from local.intelligence.service import (
    Sources,
    decided,
    default_calendar,
    inputs_of,
)
from local.places.domain.place import Place
from local.places.domain.place_changes import NO_HISTORY, History
from local.places.domain.surroundings import SourceNote, Surroundings, notes_of
from shared.clock import Clock, SystemClock

_AS_JSON = TypeAdapter(DailyInsights)


class LocalIntelligenceEngine:
    """What one business needs to know today, from what is handed in and nothing else."""

    def __init__(  # noqa: PLR0913 - every argument is an input that may be handed in
        self,
        *,
        business: LocalBusiness,
        places: Sequence[Place] = (),
        imports: Sequence[SourceNote] = (),
        daily_orders: DailyOrders = (),
        history: History = NO_HISTORY,
        clock: Clock | None = None,
        gazetteer: Gazetteer | None = None,
        calendar: FestivalCalendar | None = None,
    ) -> None:
        self._business = business
        self._places = places
        self._imports = imports
        self._own = OwnRecords(daily_orders=daily_orders)
        self._history = history
        self._sources = Sources(
            clock=clock or SystemClock(),
            gazetteer=gazetteer or default_gazetteer(),
            calendar=calendar or default_calendar(),
        )

    async def get_daily_insights(self) -> dict[str, Any]:
        """Return the insights as the API's `insights` shows them."""
        location = await located(self._business, self._sources.gazetteer)
        around = Surroundings(
            places=self._places,
            imports=self._imports or notes_of(self._places, self._sources.clock.now()),
            history=self._history,
        )
        inputs = await inputs_of(self._business, location, around, self._sources, self._own)
        insights = await decided(inputs)
        return _AS_JSON.dump_python(insights, mode="json")
