"""Where does the business stand? On its own coordinates, or in the middle of its city."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.city import City, city_around, most_populous
from local.businesses.domain.state import State, state_coded
from local.businesses.errors import UnknownCityError, UnknownCityInStateError


class LocationSource(StrEnum):
    """How we came to the coordinates."""

    DECLARED = "declared"
    CITY_CENTRE = "city_centre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A point on the earth, the state around it, and how we came to both."""

    latitude: float
    longitude: float
    source: LocationSource
    state: State | None
    note: str | None


def locate(business: LocalBusiness, cities: Sequence[City]) -> Location:
    """Return where the business stands, given the cities that bear its city's name."""
    if business.latitude is not None and business.longitude is not None:
        return _declared(business, business.latitude, business.longitude, cities)
    return _in_city(business, cities)


def _declared(
    business: LocalBusiness, latitude: float, longitude: float, cities: Sequence[City]
) -> Location:
    city = city_around(latitude, longitude, cities)
    return Location(
        latitude=latitude,
        longitude=longitude,
        source=LocationSource.DECLARED,
        state=_declared_state(business) or (city.state if city else None),
        note=None,
    )


def _in_city(business: LocalBusiness, cities: Sequence[City]) -> Location:
    name = business.city or ""
    if not cities:
        raise UnknownCityError(name)
    state = _declared_state(business)
    inside = [city for city in cities if state is None or city.state == state]
    if state is not None and not inside:
        raise UnknownCityInStateError(name, state.name, [city.described() for city in cities])
    choice = most_populous(name, inside)
    return Location(
        latitude=choice.city.latitude,
        longitude=choice.city.longitude,
        source=LocationSource.CITY_CENTRE,
        state=choice.city.state,
        note=choice.note,
    )


def _declared_state(business: LocalBusiness) -> State | None:
    return state_coded(business.state) if business.state else None
