"""What does Google hold of a shop, in memory?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from local.connectors.google_business.port import PostState, ReplyState
from local.connectors.twin import Window, answered
from shared.connectors.exchange import VendorAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleRules:
    """How much Google takes, and how long it thinks."""

    queries_per_minute: int = 300
    edits_per_minute: int = 10
    updates_per_day: int = 10_000
    post_moderation_seconds: float = 120.0
    reply_moderation_seconds: float = 600.0
    publishing_seconds: float = 300.0
    token_seconds: float = 3600.0


@dataclass(slots=True)
class Moderation:
    """What moderators say of what comes next; None is: what the text deserves."""

    post: PostState | None = None
    reply: ReplyState | None = None


@dataclass(slots=True, kw_only=True)
class HeldReply:
    """A reply, and what becomes of it when the moderators are done."""

    comment: str
    updated_at: datetime
    decided_at: datetime
    verdict: ReplyState
    violation: str | None


@dataclass(slots=True, kw_only=True)
class HeldReview:
    """A review as its writer left it last."""

    name: str
    stars: int
    comment: str | None
    reviewer: str | None
    created_at: datetime
    updated_at: datetime
    reply: HeldReply | None = None


@dataclass(slots=True, kw_only=True)
class HeldPost:
    """A post, and what becomes of it when the moderators are done."""

    stated: Mapping[str, Any]
    decided_at: datetime
    verdict: PostState

    def state(self, now: datetime) -> PostState:
        """Return whether it can be seen now."""
        return self.verdict if now >= self.decided_at else PostState.PROCESSING


@dataclass(slots=True, kw_only=True)
class HeldShop:
    """One profile."""

    account_id: str
    location_id: str
    edits: Window
    location: dict[str, Any]
    is_verified: bool = True
    reviews: dict[str, HeldReview] = field(default_factory=dict[str, HeldReview])
    posts: dict[str, HeldPost] = field(default_factory=dict[str, HeldPost])
    photos: dict[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    attributes: dict[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    google_edits: dict[str, Any] = field(default_factory=dict[str, Any])
    pending_until: dict[str, datetime] = field(default_factory=dict[str, datetime])
    figures: dict[tuple[str, date], int] = field(default_factory=dict[tuple[str, date], int])
    made: int = 0

    @property
    def name(self) -> str:
        """Return the profile's name in the v4 API."""
        return f"accounts/{self.account_id}/locations/{self.location_id}"

    def new_name(self, kind: str) -> str:
        """Return a name that nothing has yet."""
        self.made += 1
        return f"{self.name}/{kind}/{self.made}"


def written(at: datetime) -> str:
    """Return a moment as Google writes it."""
    return at.isoformat().replace("+00:00", "Z")


def refused(status: int, code: str, message: str, *details: Mapping[str, Any]) -> VendorAnswer:
    """Return a refusal as Google words it."""
    error = {"code": status, "message": message, "status": code, "details": list(details)}
    return answered(status, {"error": error})


def invalid(field_name: str, problem: str) -> VendorAnswer:
    """Return the refusal of a request with something wrong in it."""
    violation = {"field": field_name, "description": problem}
    detail = {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        "fieldViolations": [violation],
    }
    message = "Request contains an invalid argument."
    return refused(400, "INVALID_ARGUMENT", message, detail)


def not_found() -> VendorAnswer:
    """Return that there is no such thing."""
    return refused(404, "NOT_FOUND", "Requested entity was not found.")


def page(
    kind: str, items: Sequence[Mapping[str, Any]], query: Mapping[str, str], most: int
) -> VendorAnswer | dict[str, Any]:
    """Return a page of a list; the last names no next one."""
    size, start = query.get("pageSize", str(most)), query.get("pageToken", "0")
    if not size.isdecimal() or not 1 <= int(size) <= most:
        return invalid("page_size", f"must be 1 to {most}")
    if not start.isdecimal():
        return invalid("page_token", "is not one of ours")
    end = int(start) + int(size)
    body: dict[str, Any] = {kind: list(items[int(start) : end])} if items else {}
    return body | ({"nextPageToken": str(end)} if end < len(items) else {})
