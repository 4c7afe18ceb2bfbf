"""How are answers of Meta's Graph API read: things, and pages of them?"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

from local.connectors.answer_values import mapping, text
from shared.connectors.exchange import VendorAnswer

# A vendor's clock and ours may differ by so much.
CLOCK_SKEW = timedelta(minutes=5)


def object_of(answer: VendorAnswer) -> Mapping[str, Any] | None:
    """Return what a 200 holds; None where it is something else, or no object."""
    stated = answer.json()
    is_object = answer.status == 200 and isinstance(stated, dict)  # noqa: PLR2004 - HTTP's OK
    return mapping(cast("object", stated)) if is_object else None


def node_of(answer: VendorAnswer) -> Mapping[str, Any] | None:
    """Return a thing that was read; Meta always names its id, whatever else is asked for."""
    body = object_of(answer)
    return body if body is not None and text(body.get("id")) else None


def list_of(answer: VendorAnswer) -> Mapping[str, Any] | None:
    """Return a page of things; an answer without a list, however empty, proves nothing."""
    body = object_of(answer)
    return body if body is not None and isinstance(body.get("data"), list) else None


def next_cursor(body: Mapping[str, Any]) -> str | None:
    """Return where the next page begins; Meta names a cursor on the last page too."""
    paging = mapping(body.get("paging"))
    has_more = text(paging.get("next")) is not None
    return text(mapping(paging.get("cursors")).get("after")) if has_more else None
