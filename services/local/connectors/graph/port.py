"""What we ask of comments under a shop's own posts, on Facebook and Instagram alike.

Nothing here likes, follows, or writes under what is not the shop's. A comment is read as: `id`,
`post_id` or None, `parent_id` or None (of a reply), `message` or None (a picture alone),
`created_at` (ISO, with its zone), `author_id` and `author_name` or None (people may stay unknown),
`is_own` (the shop itself wrote it; see ReadComment), `is_hidden` or None, `can_reply_privately` or
None (not told).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

# The code of a failed read or write of what is no more there, or never was to be seen by us.
GONE = "gone"
PRIVATE_REPLY_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListComments:
    """`comment.list`: a page of what was written under one own post, replies among the others.

    Data: `comments`, none of them older than `since`, and `after` or None where there are no more.
    On Instagram a late reply under a comment older than `since` may be missed.
    """

    post_id: str
    since: datetime | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadComment:
    """`comment.read`. Data: the comment; one that is no more fails, `rejected`, with code GONE.

    Without the post under which it stands, Facebook does not tell whether it `is_own`: None.
    """

    comment_id: str
    post_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyToComment:
    """`comment.reply`: answers for all to see. `remote_id` is the reply's id; no data.

    `first_tried_at` is when the wish was first acted on, and stays the same over every attempt:
    after silence, only a reply of the shop's own that is not older can be this one.
    """

    comment_id: str
    message: str
    first_tried_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HideComment:
    """`comment.hide`: hides a comment, or shows it again."""

    comment_id: str
    is_hidden: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPrivately:
    """`comment.private_reply`: one message to who wrote a comment, within PRIVATE_REPLY_WITHIN.

    `remote_id` is the message's id. Nobody can look for it: after silence the outcome stays
    unknown.
    """

    comment_id: str
    message: str
