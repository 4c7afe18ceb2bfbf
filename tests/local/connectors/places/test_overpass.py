import json
from collections.abc import Generator
from typing import Any

import pytest

from local.connectors.places.overpass import DEFAULT_WAIT_SECONDS, OverpassMap, query_of
from local.connectors.places.port import (
    PersistencePolicy,
    ProviderBusyError,
    ProviderError,
    ProviderRefusedError,
)
from local.places.domain.trades import TAGS
from tests.databases import free_port
from tests.local.connectors.places.areas import area
from tests.local.places.corner import LATITUDE, LONGITUDE, node, north_of
from tests.vendors.overpass import NO_SLOT, OVERLOADED, Overpass
from tests.vendors.stand_in import Hangup, Reply, StandIn, running

MALL: dict[str, Any] = {
    "type": "way",
    "id": 7,
    "center": {"lat": north_of(300), "lon": LONGITUDE},
    "tags": {"shop": "mall", "name": "Mall"},
}
FAR: dict[str, Any] = node(8, 5_000, "Far Off")
BANK: dict[str, Any] = {
    "type": "node",
    "id": 9,
    "lat": LATITUDE,
    "lon": LONGITUDE,
    "tags": {"amenity": "bank", "name": "Bank"},
}
AREA = area(1.0, TAGS)


@pytest.fixture
def overpass() -> Generator[StandIn]:
    with running(Overpass([node(1, 100, "Amber"), MALL, FAR, BANK])) as stand_in:
        yield stand_in


def map_of(stand_in: StandIn) -> OverpassMap:
    return OverpassMap(f"{stand_in.url}/api/")


async def test_a_map_is_the_vendors_own_bytes_of_our_trades_in_the_box(overpass: StandIn) -> None:
    extract = await map_of(overpass).around(AREA)
    found = [element["id"] for element in json.loads(extract.content)["elements"]]
    assert (found, overpass.breaches) == ([1, 7], [])
    assert "vertical-light-os" in overpass.asked[0].headers["user-agent"]


async def test_a_town_without_shops_is_an_empty_map(overpass: StandIn) -> None:
    extract = await map_of(overpass).around(area(0.01, {"shop": ["bakery"]}))
    assert json.loads(extract.content)["elements"] == []


def test_all_may_be_kept() -> None:
    assert OverpassMap("http://map").policy is PersistencePolicy.CONTENT


def test_the_same_area_is_the_same_question() -> None:
    turned = {key: list(reversed(TAGS[key])) for key in reversed(list(TAGS))}
    assert query_of(area(1.0, turned)) == query_of(AREA)


@pytest.mark.parametrize(
    ("fault", "kind", "wait_seconds", "words"),
    [
        (NO_SLOT, ProviderBusyError, 7.0, "no free slot"),
        (
            Reply(429, "", {"Retry-After": "30"}),
            ProviderBusyError,
            30.0,
            "no free slot",
        ),
        (OVERLOADED, ProviderBusyError, DEFAULT_WAIT_SECONDS, "overloaded (status 504)"),
        (Reply(400, "<html>parse error</html>"), ProviderRefusedError, None, "refused"),
        (Reply(200, "<html>log in</html>"), ProviderBusyError, None, "something else"),
        (Reply(200, {"version": 0.6}), ProviderBusyError, None, "something else"),
        (Hangup(), ProviderBusyError, None, "did not answer"),
    ],
)
async def test_each_failure_says_whether_to_come_back(
    overpass: StandIn,
    fault: Reply | Hangup,
    kind: type[ProviderError],
    wait_seconds: float | None,
    words: str,
) -> None:
    overpass.fail_with(fault)
    with pytest.raises(kind) as caught:
        await map_of(overpass).around(AREA)
    assert words in str(caught.value)
    assert getattr(caught.value, "after_seconds", None) == wait_seconds


async def test_half_a_map_is_none_though_its_status_is_200() -> None:
    remark = 'runtime error: Query timed out in "query" at line 1 after 61 seconds.'
    with running(Overpass([node(1, 100, "Amber")], remark)) as overpass:
        with pytest.raises(ProviderBusyError, match="half a map: 'runtime error: Query timed out"):
            await map_of(overpass).around(AREA)
        assert overpass.breaches == []


async def test_a_server_that_is_gone_may_be_asked_again() -> None:
    with pytest.raises(ProviderBusyError, match="did not answer"):
        await OverpassMap(f"http://127.0.0.1:{free_port()}/api").around(AREA)
