"""What do Meta's products hold alike in memory: tokens, limits, pictures and comments?"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from local.connectors.graph.port import PRIVATE_REPLY_WITHIN
from local.connectors.twin import Window

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
class HeldComment:
    """A comment as it stands, or a reply to one."""

    id: str
    post_id: str
    message: str
    created_at: datetime
    author_id: str
    author_name: str
    parent_id: str | None = None
    is_hidden: bool = False
    is_author_told: bool = True
    private_reply: str | None = None

    def may_be_answered_privately(self, now: datetime, account_id: str) -> bool:
        """Tell whether a private reply is left, and time for it."""
        is_someones = self.author_id != account_id and self.private_reply is None
        return is_someones and self.age(now) <= PRIVATE_REPLY_WITHIN

    def age(self, now: datetime) -> timedelta:
        """Return how long ago it was written."""
        return now - self.created_at


@dataclass(slots=True, kw_only=True)
class HeldAccount:
    """One shop's account at one product."""

    id: str
    name: str
    token: str
    calls: Window = field(default_factory=lambda: Window(200, _HOUR_SECONDS))
    token_state: TokenState = TokenState.GOOD
    is_blocked: bool = False
    comments: dict[str, HeldComment] = field(default_factory=dict[str, HeldComment])
    made: int = 0

    def new_number(self) -> int:
        """Return a number that nothing of this account has yet."""
        self.made += 1
        return self.made

    def comment_id(self, post_id: str) -> str:  # noqa: ARG002 - some products make it of the post's
        """Return an id that no comment has yet."""
        return str(17_800_000_000_000_000 + self.new_number())

    def write(
        self,
        post_id: str,
        message: str,
        now: datetime,
        *,
        parent_id: str | None = None,
        author: tuple[str, str] | None = None,
    ) -> HeldComment:
        """Keep a comment under a post: the shop's own, where no author is named."""
        author_id, author_name = author or (self.id, self.name)
        comment = HeldComment(
            id=self.comment_id(post_id),
            post_id=post_id,
            message=message,
            created_at=now,
            author_id=author_id,
            author_name=author_name,
            parent_id=parent_id,
        )
        self.comments[comment.id] = comment
        return comment
