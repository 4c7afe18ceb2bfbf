"""What we ask of a shop's Instagram account, and what its answers hold.

The connection's account names it: `ig_user_id`, digits; its one secret is `access_token`, which
nobody can renew but the owner. A post is made in two steps: a container takes the picture in, and
once it is FINISHED it is published, within 24 hours. Make it when it is to be published, never
earlier. Comments are asked as `local.connectors.graph.port` says; a `post_id` is a media's id.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

VENDOR = "instagram_business"

MOST_CAPTION_CHARACTERS = 2_200
MOST_HASHTAGS = 30
MOST_COMMENT_CHARACTERS = 300
MOST_COMMENT_HASHTAGS = 4
MOST_PRIVATE_BYTES = 1_000
# Instagram's documents disagree; where it does not say itself, the least of their numbers.
POSTS_PER_DAY_IF_UNSTATED = 25


class ContainerStatus(StrEnum):
    """How far a container is: only a FINISHED one can be published, and only once."""

    IN_PROGRESS = "IN_PROGRESS"
    FINISHED = "FINISHED"
    ERROR = "ERROR"
    EXPIRED = "EXPIRED"
    PUBLISHED = "PUBLISHED"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateContainer:
    """`container.create`: one JPEG from a public address. `remote_id` is the container's id.

    After silence another one is made: one that is never published does no harm.
    """

    image_url: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadContainer:
    """`container.read`. Data: `status` and `detail` or None, why it is an ERROR.

    `status` is a ContainerStatus, or None where Instagram says something else.
    """

    container_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishContainer:
    """`container.publish`: `remote_id` is the media's id; no data.

    After silence the container is read. One that is PUBLISHED is done, and its media is looked for
    among the newest: the same caption, and not older than `first_tried_at`, which stays the same
    over every attempt. Where no media fits the outcome stays unknown; it is never published anew.
    """

    container_id: str
    caption: str
    first_tried_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMedia:
    """`media.read`. Data: `id`, `caption` or None, `permalink` or None, `created_at`.

    What is no more fails, `rejected`, with code GONE.
    """

    media_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMedia:
    """`media.list`: a page, the newest first. Data: `media` (as of `media.read`), `after`."""

    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadQuota:
    """`quota.read`: how many posts of the last `seconds` count, and how many may.

    Data: `used` or None, `total`, `seconds`, `is_total_stated` (else `total` is
    POSTS_PER_DAY_IF_UNSTATED).
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAccount:
    """`account.read`: `username`, `name`; a bad token fails, `auth_expired`."""
