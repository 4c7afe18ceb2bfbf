"""Lists are answered page by page: `{"items": […], "next_cursor": …}`."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Query

ItemT = TypeVar("ItemT")

Limit = Annotated[int, Query(ge=1, le=200, description="How many items at most.")]
_WHENCE = "next_cursor of the last page."
Cursor = Annotated[str | None, Query(max_length=1000, description=_WHENCE)]
IdCursor = Annotated[UUID | None, Query(description=_WHENCE)]


def page(found: Sequence[ItemT], limit: int, cursor_of: Callable[[ItemT], str]) -> dict[str, Any]:
    """Return a page from one item more than it holds: the surplus tells that there is a next."""
    items = list(found[:limit])
    has_more = len(found) > limit
    return {"items": items, "next_cursor": cursor_of(items[-1]) if has_more else None}
