"""Where does a post go, and what does each place take? Dated, because vendors move their lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Channel(StrEnum):
    """A place where a shop posts; without a connection to it a person posts, from a task."""

    GOOGLE = "google_my_business"
    FACEBOOK = "facebook_pages"
    INSTAGRAM = "instagram_business"


class Topic(StrEnum):
    """What a post is: words alone, or an event or an offer with its days."""

    STANDARD = "STANDARD"
    EVENT = "EVENT"
    OFFER = "OFFER"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRules:
    """What a channel takes from a day on; `source` says who says so.

    `most_hashtags` and the sides of an image are None where no limit is known.
    """

    since: date
    most_characters: int
    most_hashtags: int | None
    needs_image: bool
    takes_png: bool
    least_image_bytes: int
    most_image_bytes: int
    least_image_side_px: int | None
    widest_ratio: float | None = None
    narrowest_ratio: float | None = None
    source: str


_KB, _MB = 1024, 1024 * 1024
RULES: Mapping[Channel, tuple[ChannelRules, ...]] = {
    Channel.GOOGLE: (
        ChannelRules(
            since=date(2026, 1, 1),
            most_characters=1500,
            most_hashtags=None,
            needs_image=False,
            takes_png=True,
            least_image_bytes=10 * _KB,
            most_image_bytes=5 * _MB,
            least_image_side_px=250,
            source="practice, as ayrshare.com reports it, 2026; Google documents no numbers",
        ),
    ),
    Channel.FACEBOOK: (
        ChannelRules(
            since=date(2026, 1, 1),
            most_characters=63_206,
            most_hashtags=None,
            needs_image=False,
            takes_png=True,
            least_image_bytes=1,
            most_image_bytes=4 * _MB,
            least_image_side_px=None,
            source="from memory; to be confirmed before the first post",
        ),
    ),
    Channel.INSTAGRAM: (
        ChannelRules(
            since=date(2026, 1, 1),
            most_characters=2200,
            most_hashtags=5,
            needs_image=True,
            takes_png=False,
            least_image_bytes=1,
            most_image_bytes=8 * _MB,
            least_image_side_px=320,
            widest_ratio=1.91,
            narrowest_ratio=0.8,
            source="Meta's guide to content publishing: JPEG, 4:5 to 1.91:1; tags as reported",
        ),
    ),
}


def rules_on(channel: Channel, day: date) -> ChannelRules:
    """Return what a channel takes on a day; before the first row, the first row."""
    rows = RULES[channel]
    return next((row for row in reversed(rows) if row.since <= day), rows[0])
