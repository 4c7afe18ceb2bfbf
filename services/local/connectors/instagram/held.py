"""What does the twin of Instagram hold, and how large are the vendor's rules?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from local.connectors.graph.held import HeldAccount
from local.connectors.graph.held_answers import written
from local.connectors.instagram.port import ContainerStatus
from local.connectors.twin import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class InstagramRules:
    """The numbers of Instagram's rules, as `docs/connectors.md` tells where they are from.

    How long a container takes is made up here.
    """

    calls_per_hour: int = 200
    posts_per_day: int = 25
    states_quota: bool = True
    processing: timedelta = timedelta(seconds=20)
    container_life: timedelta = timedelta(hours=24)
    most_image_bytes: int = 8 * 1024 * 1024
    narrowest_ratio: float = 0.8
    widest_ratio: float = 1.91


@dataclass(slots=True, kw_only=True)
class HeldContainer:
    """A picture on its way to be a post."""

    id: str
    image_url: str
    caption: str
    made_at: datetime
    ready_at: datetime
    expires_at: datetime
    problem: str | None = None
    media_id: str | None = None

    def status(self, now: datetime) -> ContainerStatus:
        """Return how far it is."""
        if self.media_id is not None:
            return ContainerStatus.PUBLISHED
        if now >= self.expires_at:
            return ContainerStatus.EXPIRED
        if now < self.ready_at:
            return ContainerStatus.IN_PROGRESS
        return ContainerStatus.FINISHED if self.problem is None else ContainerStatus.ERROR

    def stated(self, now: datetime) -> Mapping[str, Any]:
        """Return everything that can be read of it."""
        status = self.status(now)
        detail = f"{status.capitalize()}: {self.problem or 'Media is as it should be.'}"
        return {"id": self.id, "status_code": status, "status": detail}


@dataclass(slots=True, kw_only=True)
class HeldMedia:
    """A post."""

    id: str
    caption: str
    image_url: str
    created_at: datetime

    def stated(self) -> Mapping[str, Any]:
        """Return everything that can be read of it."""
        return {
            "id": self.id,
            "caption": self.caption or None,
            "permalink": f"https://www.instagram.com/p/{self.id}/",
            "timestamp": written(self.created_at),
        }


@dataclass(slots=True, kw_only=True)
class HeldProfile(HeldAccount):
    """One shop's account."""

    posts_today: Window
    containers: dict[str, HeldContainer] = field(default_factory=dict[str, HeldContainer])
    media: dict[str, HeldMedia] = field(default_factory=dict[str, HeldMedia])

    def stated(self) -> Mapping[str, Any]:
        """Return what can be read of the account itself."""
        return {"id": self.id, "username": self.name.lower(), "name": self.name}
