from collections.abc import Sequence

import pytest
from pydantic import SecretStr

from local.businesses.domain.coordinates import EARTH_RADIUS_KM, haversine_km
from local.connectors.places.google_places import TYPES, GooglePlaces
from local.connectors.places.port import (
    PersistencePolicy,
    PlaceIds,
    ProviderBusyError,
    ProviderError,
    ProviderRefusedError,
)
from tests.local.connectors.places.areas import area
from tests.local.places.corner import LATITUDE, LONGITUDE
from tests.vendors import google_places as stand_ins
from tests.vendors.google_places import KEY, Listing, listings
from tests.vendors.stand_in import Hangup, Reply, StandIn, running

KINDS = {TYPES: ["beauty_salon", "hair_salon"]}
SALONS = listings(137, "hair_salon", 0.006)
RADIUS_KM = 1.0


def google(stand_in: StandIn, key: str = KEY) -> GooglePlaces:
    return GooglePlaces(stand_in.url, SecretStr(key), haversine_km, EARTH_RADIUS_KM)


async def found(places: Sequence[Listing], *, most_calls: int = 200) -> PlaceIds:
    with running(stand_ins.GooglePlaces(places)) as stand_in:
        ids = await google(stand_in).around(area(RADIUS_KM, KINDS, most_calls=most_calls))
        assert stand_in.breaches == []
        assert len(stand_in.asked) == ids.calls
        return ids


def inside(places: Sequence[Listing]) -> frozenset[str]:
    return frozenset(
        place.id
        for place in places
        if haversine_km(LATITUDE, LONGITUDE, place.latitude, place.longitude) <= RADIUS_KM
    )


async def test_all_137_places_are_found_though_20_come_at_once() -> None:
    ids = await found(SALONS)
    assert (ids.ids, len(ids.ids), ids.is_complete) == (inside(SALONS), 137, True)


async def test_when_the_calls_are_used_up_there_are_at_least_so_many() -> None:
    ids = await found(SALONS, most_calls=5)
    assert (ids.calls, ids.is_complete) == (5, False)
    assert 20 <= len(ids.ids) < 137
    assert ids.ids < inside(SALONS)


async def test_twenty_are_at_least_twenty() -> None:
    ids = await found(listings(20, "hair_salon", 0.004), most_calls=1)
    assert (len(ids.ids), ids.is_complete) == (20, False)


async def test_nineteen_are_all_there_are() -> None:
    ids = await found(listings(19, "hair_salon", 0.004))
    assert (len(ids.ids), ids.is_complete, ids.calls) == (19, True, 1)


async def test_no_place_at_all_is_a_complete_answer() -> None:
    ids = await found(listings(30, "restaurant", 0.004))
    assert ids == PlaceIds(frozenset(), is_complete=True, calls=1)


async def test_what_lies_beyond_the_radius_does_not_count() -> None:
    spread = listings(150, "hair_salon", 0.02)
    ids = await found(spread)
    assert (ids.ids, ids.is_complete) == (inside(spread), True)
    assert len(ids.ids) < len(spread)


async def test_forty_in_one_building_cannot_be_told_apart() -> None:
    building = listings(40, "hair_salon", 0.0)
    ids = await found(building, most_calls=70)
    assert (len(ids.ids), ids.is_complete) == (20, False)


@pytest.mark.parametrize("seed", range(8))
async def test_no_place_of_the_circle_slips_between_the_circles_that_cover_it(seed: int) -> None:
    crowd = listings(90, "hair_salon", 0.011, seed)
    ids = await found(crowd)
    assert (ids.ids, ids.is_complete) == (inside(crowd), True)


def test_only_ids_may_be_kept() -> None:
    with running(stand_ins.GooglePlaces([])) as stand_in:
        assert google(stand_in).policy is PersistencePolicy.IDS_ONLY


async def test_neither_name_nor_rating_is_asked_for() -> None:
    with running(stand_ins.GooglePlaces(SALONS)) as stand_in:
        await google(stand_in).around(area(RADIUS_KM, KINDS, most_calls=1))
        assert stand_in.asked[0].headers["x-goog-fieldmask"] == "places.id,places.location"


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (Reply(429, {}, {"Retry-After": "9"}), ProviderBusyError, "cannot serve us now"),
        (Reply(503, {}), ProviderBusyError, "cannot serve us now (status 503)"),
        (Reply(200, "<html>"), ProviderBusyError, "something else than places"),
        (Reply(200, {"places": [{"id": "x"}]}), ProviderBusyError, "something else than places"),
        (Hangup(), ProviderBusyError, "did not answer"),
        (
            Reply(400, {"error": {"status": "INVALID_ARGUMENT"}}),
            ProviderRefusedError,
            "INVALID_ARGUMENT, status 400",
        ),
        (Reply(404, "nothing"), ProviderRefusedError, "no reason given, status 404"),
    ],
)
async def test_each_failure_says_whether_to_come_back(
    fault: Reply | Hangup, kind: type[ProviderError], words: str
) -> None:
    with running(stand_ins.GooglePlaces(SALONS)) as stand_in:
        stand_in.fail_with(fault)
        with pytest.raises(kind) as caught:
            await google(stand_in).around(area(RADIUS_KM, KINDS, most_calls=3))
    assert words in str(caught.value)


async def test_a_wrong_key_is_refused_and_never_repeated_in_words() -> None:
    with running(stand_ins.GooglePlaces(SALONS)) as stand_in:
        asked = google(stand_in, "a-wrong-key").around(area(RADIUS_KM, KINDS, most_calls=3))
        with pytest.raises(ProviderRefusedError, match="PERMISSION_DENIED") as caught:
            await asked
    assert "a-wrong-key" not in str(caught.value)


async def test_what_was_paid_for_before_a_failure_is_kept() -> None:
    with running(stand_ins.GooglePlaces(SALONS)) as stand_in:
        stand_in.fail_with(None, Reply(429, {}))
        ids = await google(stand_in).around(area(RADIUS_KM, KINDS, most_calls=30))
    assert (len(ids.ids), ids.calls, ids.is_complete) == (20, 1, False)
