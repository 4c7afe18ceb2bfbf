"""What do Meta's products hold alike in memory: tokens, limits, pictures, refusals and pages?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from local.connectors.graph.refusals import INVALID_PARAMETER, NO_OBJECT
from local.connectors.twin import Window, answered
from shared.connectors.exchange import VendorAnswer

_MOST_ON_A_PAGE = 100
_HOUR_SECONDS = 3_600.0


class TokenState(Enum):
    """Whether a token is taken, and the subcode of 190 if it is not."""

    GOOD = 0
    REVOKED = 458
    CHECKPOINT = 459
    PASSWORD_CHANGED = 460
    EXPIRED = 463
    UNCONFIRMED = 464
    INVALID = 467


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPicture:
    """What Meta finds at an address."""

    format: str = "JPEG"
    width: int = 1080
    height: int = 1080
    size_bytes: int = 500_000

    @property
    def ratio(self) -> float:
        """Return how much wider it is than high."""
        return self.width / self.height


@dataclass(slots=True, kw_only=True)
class HeldAccount:
    """One shop's account at one product."""

    id: str
    name: str
    token: str
    calls: Window = field(default_factory=lambda: Window(200, _HOUR_SECONDS))
    token_state: TokenState = TokenState.GOOD
    is_blocked: bool = False
    made: int = 0

    def new_number(self) -> int:
        """Return a number that nothing of this account has yet."""
        self.made += 1
        return self.made


def refused(code: int, message: str, subcode: int | None = None, status: int = 400) -> VendorAnswer:
    """Return a refusal as Meta writes it."""
    error: dict[str, Any] = {
        "message": f"(#{code}) {message}",
        "type": "OAuthException",
        "code": code,
        "fbtrace_id": "A1",
    }
    if subcode is not None:
        error["error_subcode"] = subcode
    return answered(status, {"error": error})


def no_object() -> VendorAnswer:
    """Return that there is no such thing, or none to be seen."""
    return refused(INVALID_PARAMETER, "Object does not exist, or cannot be loaded", NO_OBJECT)


def written(at: datetime) -> str:
    """Return a moment as Meta writes it, to the second."""
    return f"{at:%Y-%m-%dT%H:%M:%S}+0000"


def picked(stated: Mapping[str, Any], query: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the fields that are asked for; the id always comes along."""
    fields = {"id", *query.get("fields", "").split(",")}
    return {name: value for name, value in stated.items() if name in fields and value is not None}


def page(items: Sequence[Mapping[str, Any]], query: Mapping[str, str]) -> VendorAnswer:
    """Return a page of a list; the last one names a cursor and no next page."""
    limit, after = query.get("limit", "25"), query.get("after", "0")
    if not limit.isdecimal() or not 1 <= int(limit) <= _MOST_ON_A_PAGE or not after.isdecimal():
        return refused(INVALID_PARAMETER, "Invalid parameter: limit or after")
    start, end = int(after), int(after) + int(limit)
    shown = [picked(item, query) for item in items[start:end]]
    if not shown:
        return answered(200, {"data": []})
    paging: dict[str, Any] = {"cursors": {"before": str(start), "after": str(end)}}
    if end < len(items):
        paging["next"] = f"https://graph.example/next?after={end}"
    return answered(200, {"data": shown, "paging": paging})
