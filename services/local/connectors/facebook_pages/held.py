"""What does the twin of Facebook hold, and how large are the vendor's rules?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from local.connectors.graph.held import HeldAccount
from local.connectors.graph.held_answers import written


@dataclass(frozen=True, slots=True, kw_only=True)
class FacebookRules:
    """The numbers of Facebook's rules, as `docs/connectors.md` tells where they are from.

    For how long the same words are a duplicate is made up here.
    """

    calls_per_hour: int = 200
    duplicate_window: timedelta = timedelta(hours=24)
    most_photo_bytes: int = 4 * 1024 * 1024


@dataclass(slots=True, kw_only=True)
class HeldPost:
    """A post as it stands."""

    id: str
    message: str
    created_at: datetime
    link: str | None = None
    photo_url: str | None = None
    is_published: bool = True
    is_hidden: bool = False

    @property
    def is_live(self) -> bool:
        """Tell whether people can see it."""
        return self.is_published and not self.is_hidden

    def stated(self) -> Mapping[str, Any]:
        """Return everything that can be read of it."""
        return {
            "id": self.id,
            "message": self.message,
            "created_time": written(self.created_at),
            "permalink_url": f"https://www.facebook.com/{self.id.replace('_', '/posts/')}",
            "is_published": self.is_published,
            "is_hidden": self.is_hidden,
        }


@dataclass(slots=True, kw_only=True)
class HeldPage(HeldAccount):
    """One shop's Page."""

    is_published: bool = True
    posts: dict[str, HeldPost] = field(default_factory=dict[str, HeldPost])

    def comment_id(self, post_id: str) -> str:
        """Return an id as Facebook makes it: the post's number, and one of its own."""
        return f"{post_id.partition('_')[2]}_{self.new_number()}"

    def stated(self) -> Mapping[str, Any]:
        """Return what can be read of the Page itself."""
        return {
            "id": self.id,
            "name": self.name,
            "link": f"https://www.facebook.com/{self.id}",
            "is_published": self.is_published,
        }
