"""How does a photo come on a profile, and how is it found again?"""

import re
from collections.abc import Mapping
from typing import Any

from local.connectors.answer_values import mappings, text
from local.connectors.google_business.hosts import bearer, profile_of
from local.connectors.google_business.port import CreateMedia
from local.connectors.google_business.refusals import garbled
from shared.connectors.calls import Done, Outcome
from shared.connectors.connector import Access, InvalidCallError
from shared.connectors.exchange import VendorRequest, get, sending_json

_WEB_ADDRESS = re.compile(r"https?://\S+")


def creation(host: str, params: CreateMedia, access: Access) -> VendorRequest:
    """Return the request that adds a photo from a public address."""
    if not _WEB_ADDRESS.fullmatch(params.source_url):
        raise InvalidCallError({"source_url": "needs a web address"})
    body: dict[str, Any] = {
        "mediaFormat": "PHOTO",
        "sourceUrl": params.source_url,
        "locationAssociation": {"category": params.category},
    }
    if params.description:
        body["description"] = params.description
    url = f"{host}/v4/{profile_of(access)}/media"
    return sending_json("POST", url, body, headers=bearer(access))


def listing(host: str, access: Access, page_token: str | None) -> VendorRequest:
    """Return the request for a page of photos."""
    query = [("pageSize", "100"), *([("pageToken", page_token)] if page_token else [])]
    return get(f"{host}/v4/{profile_of(access)}/media", query, bearer(access))


def created(stated: Mapping[str, Any]) -> Outcome:
    """Return a photo in our words; one without a name is no answer."""
    if (name := text(stated.get("name"))) is None:
        return garbled()
    data = {
        "source_url": text(stated.get("sourceUrl")),
        "google_url": text(stated.get("googleUrl")),
        "created_at": text(stated.get("createTime")),
    }
    return Done(data=data, remote_id=name)


def the_same(params: CreateMedia, page: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the photo of a page that came from the same address."""
    items = mappings(page.get("mediaItems"))
    return next((item for item in items if item.get("sourceUrl") == params.source_url), None)
