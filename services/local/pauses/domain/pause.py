"""Is a channel paused now? For a festival, a bereavement, or because something went wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PausedChannel(StrEnum):
    """What is paused."""

    EVERYTHING = "everything"
    WHATSAPP = "whatsapp"
    GOOGLE = "google"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A pause of a channel; without an end it lasts until it is lifted."""

    channel: PausedChannel
    until: datetime | None


def is_paused(pauses: Sequence[Pause], channel: PausedChannel, now: datetime) -> bool:
    """Tell whether nothing may go out over a channel now."""
    wanted = (channel, PausedChannel.EVERYTHING)
    return any(
        pause.channel in wanted and (pause.until is None or now < pause.until) for pause in pauses
    )
