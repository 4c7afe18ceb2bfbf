"""What we ask of a shop's Facebook Page, and what its answers hold.

The connection's account names the Page: `page_id`, digits; its one secret is `access_token`, the
Page's own, which nobody can renew but the owner. A post's id is Facebook's, `{page_id}_{digits}`;
ids of other Pages' posts are refused. Comments are asked as `local.connectors.graph.port` says.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

VENDOR = "facebook_pages"

MOST_POST_CHARACTERS = 63_206
MOST_COMMENT_CHARACTERS = 8_000
MOST_PRIVATE_CHARACTERS = 2_000


class PostState(StrEnum):
    """Whether people can see a post: HIDDEN ones are left out of the Page's timeline."""

    PUBLISHED = "PUBLISHED"
    HIDDEN = "HIDDEN"
    UNPUBLISHED = "UNPUBLISHED"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatePost:
    """`post.create`: words, with a link or with one photo from a public address, not both.

    `remote_id` is the post's id; data: `photo_id` or None. `first_tried_at` is when the wish was
    first acted on, and stays the same over every attempt: after silence, only a post that is not
    older can be this one. Words that the Page has just posted fail, `rejected`, with code 506.
    """

    message: str
    first_tried_at: datetime
    link: str | None = None
    photo_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPost:
    """`post.read`. One that is no more fails, `rejected`, with code GONE of the graph's port.

    Data: `state` (a PostState, or None where Facebook does not say), `message` or None,
    `permalink` or None, `created_at`.
    """

    post_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletePost:
    """`post.delete`."""

    post_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """`page.read`: `name`, `permalink`, `is_published`; a bad token fails, `auth_expired`."""
