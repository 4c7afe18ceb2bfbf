"""OpenStreetMap, asked by Overpass: free and without a key, on the terms of the ODbL.

Written from the documents of Overpass and checked against our own contract of it; never run
against the public server from here. An answer with status 200 may still be a failure, and says so
in its `remark`: half a map is none, for what it leaves out would count as closed.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from typing import cast

from local.connectors.places.port import (
    MapExtract,
    PersistencePolicy,
    ProviderBusyError,
    ProviderRefusedError,
    SearchArea,
)
from shared.connectors.exchange import AnswerTooLargeError, UnreachableError, VendorAnswer
from shared.connectors.http import VendorClient

VENDOR = "overpass"
# The public server asks to be told who calls.
USER_AGENT = "vertical-light-os/0.1 (places around a shop)"
QUERY_SECONDS = 60
# The server waits for a slot before it begins to count.
TIMEOUT_SECONDS = QUERY_SECONDS + 30.0
MOST_BYTES = 64 * 1024 * 1024
DEFAULT_WAIT_SECONDS = 60.0
MOST_REMARK_LETTERS = 200
_OK, _TOO_MANY, _SERVER_ERROR = 200, 429, 500
_NEXT_SLOT = re.compile(rb"Slot available after: [^,]+, in (\d+) seconds")
# A process asks one question at a time: the server gives each address two slots.
_ASKING = asyncio.Semaphore(1)


class OverpassMap:
    """Asks one Overpass server for everything with a trade's tag in a box."""

    policy = PersistencePolicy.CONTENT

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    async def around(self, area: SearchArea) -> MapExtract:
        """Return the extract of the box; raise a ProviderError where there is none."""
        client = VendorClient(VENDOR, TIMEOUT_SECONDS, USER_AGENT, MOST_BYTES)
        try:
            async with _ASKING:
                return await self._asked(client, query_of(area))
        except UnreachableError as error:
            message = "OpenStreetMap's server did not answer. Is this machine on a network?"
            raise ProviderBusyError(message) from error
        except AnswerTooLargeError as error:
            message = f"The map of this area is too large: {error}. Choose a smaller radius."
            raise ProviderRefusedError(message) from error
        finally:
            await client.close()

    async def _asked(self, client: VendorClient, query: str) -> MapExtract:
        answer = await client.post_form("search", f"{self._url}/interpreter", {"data": query})
        if answer.status == _OK:
            return _extract(answer)
        if answer.status == _TOO_MANY:
            wait = answer.retry_after_seconds or await self._seconds_to_next_slot(client)
            message = "OpenStreetMap's server has no free slot for us now."
            raise ProviderBusyError(message, after_seconds=wait)
        if answer.status >= _SERVER_ERROR:
            raise ProviderBusyError(
                f"OpenStreetMap's server is overloaded (status {answer.status}).",
                after_seconds=answer.retry_after_seconds or DEFAULT_WAIT_SECONDS,
            )
        raise ProviderRefusedError(
            f"OpenStreetMap's server refused the question (status {answer.status})."
        )

    async def _seconds_to_next_slot(self, client: VendorClient) -> float:
        status = await client.get("status", f"{self._url}/status")
        waits = [int(seconds) for seconds in _NEXT_SLOT.findall(status.content)]
        return float(min(waits)) if waits else DEFAULT_WAIT_SECONDS


def query_of(area: SearchArea) -> str:
    """Return the question in Overpass QL: what has one of the tags, ways by their centre."""
    box = ",".join(f"{degrees:.6f}" for degrees in (area.south, area.west, area.north, area.east))
    chosen = "".join(f"nwr{_filter(key, values)};" for key, values in _sorted(area.kinds))
    return f"[out:json][timeout:{QUERY_SECONDS}][bbox:{box}];({chosen});out center tags;"


def _sorted(kinds: Mapping[str, Sequence[str]]) -> Sequence[tuple[str, Sequence[str]]]:
    return [(key, sorted(kinds[key])) for key in sorted(kinds)]


def _filter(key: str, values: Sequence[str]) -> str:
    return f'["{key}"~"^({"|".join(values)})$"]'


def _extract(answer: VendorAnswer) -> MapExtract:
    """Return the answer as it came, if it is one: a proxy may say 200 with a page of its own."""
    body = answer.json()
    if not isinstance(body, dict) or "elements" not in body:
        raise ProviderBusyError("OpenStreetMap's server answered with something else than a map.")
    remark = str(cast("dict[str, object]", body).get("remark", ""))
    if remark:
        raise ProviderBusyError(
            f"OpenStreetMap's server sent half a map: {remark[:MOST_REMARK_LETTERS]!r}.",
            after_seconds=DEFAULT_WAIT_SECONDS,
        )
    return MapExtract(answer.content)
