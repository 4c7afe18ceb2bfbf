"""Request and response bodies of posts."""

from base64 import b64encode
from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from local.execution.domain.post_channel import Channel, Topic
from local.execution.domain.post_content import Button, ButtonAction, Event, Offer, PostContent
from local.execution.domain.post_image import JPEG, Change, FitImage
from local.execution.domain.post_linter import DOUBTS, Doubt, doubts
from local.execution.domain.post_mode import PostMode, PostSettings
from local.execution.domain.post_state import PostState
from local.execution.domain.reply_language import Language
from local.execution.models import PostRow
from shared.http.schemas import RequestBody, ResponseBody

Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=10_000),
    Field(description="What is to be read; each channel has its own limit."),
]
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class EventBody(RequestBody):
    """When an event or an offer is, on the shop's own clock; without times it is whole days."""

    title: Short
    first_day: date
    last_day: date
    opens: time | None = None
    closes: time | None = None


class OfferBody(RequestBody):
    """How an offer is redeemed."""

    coupon_code: Short | None = None
    redeem_url: Address | None = None
    terms: str | None = None


class ButtonBody(RequestBody):
    """The button under a post; Google shows none on an offer."""

    action: ButtonAction
    url: Address | None = None


class PostRequest(RequestBody):
    """A post in the owner's words, one for each channel.

    The picture is fetched by the vendor from `image_url`; we neither host nor fetch it. A draft
    waits for approval. `is_repeat_wanted` posts the same words within 14 days.
    """

    channels: Annotated[list[Channel], Field(min_length=1, max_length=len(Channel))]
    text: Words
    topic: Topic = Topic.STANDARD
    language: Language = Language.ENGLISH
    event: EventBody | None = None
    offer: OfferBody | None = None
    button: ButtonBody | None = None
    image_url: Address | None = None
    publish_at: AwareDatetime | None = None
    is_draft: bool = False
    is_repeat_wanted: bool = False

    def content(self) -> PostContent:
        """Return what is to be seen."""
        return PostContent(
            text=self.text,
            topic=self.topic,
            language=self.language,
            event=Event(**self.event.model_dump()) if self.event else None,
            offer=Offer(**self.offer.model_dump()) if self.offer else None,
            button=Button(**self.button.model_dump()) if self.button else None,
            image_url=self.image_url,
        )


class ApprovePostRequest(RequestBody):
    """An approval, in the words that are there or in others, at the same time or at another."""

    text: Words | None = None
    publish_at: AwareDatetime | None = None


class DraftRequest(RequestBody):
    """For which channels today's post is to be written."""

    channels: Annotated[list[Channel], Field(min_length=1, max_length=len(Channel))]


class PostSettingsBody(RequestBody):
    """How posts are written for a channel; what guests praise is told only where you allow it."""

    channel: Channel
    mode: PostMode
    language: Language = Language.ENGLISH
    may_tell_praise: bool = False


class PostSettingsRead(ResponseBody):
    """How posts are written for a channel now."""

    channel: Channel
    mode: PostMode
    language: Language
    may_tell_praise: bool


class PostSettingsList(ResponseBody):
    """How posts are written, channel by channel."""

    items: list[PostSettingsRead]


class WarningRead(ResponseBody):
    """What to think about before a post goes out; it does not stop it."""

    code: Doubt
    message: str


class PostRead(ResponseBody):
    """A post; it counts as done only when it is `verified`: read back at the channel as live.

    `for_day` is set where the platform wrote it, and `evidence` says from which facts. `reason` is
    the channel's own word where something did not go well.
    """

    id: UUID
    channel: Channel
    topic: Topic
    text: str
    language: Language
    event: dict[str, Any] | None
    offer: dict[str, Any] | None
    button: dict[str, Any] | None
    image_url: str | None
    for_day: date | None
    method: str | None
    evidence: list[str]
    state: PostState
    publish_at: datetime
    expires_at: datetime | None
    approved_by: str | None
    approved_at: datetime | None
    accepted_at: datetime | None
    ended_at: datetime | None
    next_at: datetime | None
    public_url: str | None
    reason: str | None
    message: str | None
    warnings: list[WarningRead]
    created_at: datetime


class PostsRead(ResponseBody):
    """Posts that were taken on."""

    items: list[PostRead]


class UnwrittenRead(ResponseBody):
    """Why there is no post today."""

    channel: Channel
    reason: str


class DraftsRead(ResponseBody):
    """Today's posts, and for which channels there is none, and why."""

    items: list[PostRead]
    unwritten: list[UnwrittenRead]


class ImageRead(ResponseBody):
    """A picture as a channel takes it, and what was done to it.

    Put it where the vendor can fetch it, and give that address as `image_url`.
    """

    channel: Channel
    media_type: str
    width: int
    height: int
    size_bytes: int
    changes: list[Change]
    image_base64: str


class PostCounts(ResponseBody):
    """How many posts are in each state; they add up to the list."""

    total: int
    by_state: dict[PostState, int]


_READ = tuple(name for name in PostRead.model_fields if name != "warnings")


def post_body(row: PostRow) -> dict[str, Any]:
    """Return a post as it travels."""
    found = [{"code": doubt, "message": DOUBTS[doubt]} for doubt in doubts(row.text)]
    return {name: getattr(row, name) for name in _READ} | {"warnings": found}


def image_body(channel: Channel, image: FitImage) -> dict[str, Any]:
    """Return a picture as it travels."""
    return {
        "channel": channel,
        "media_type": JPEG,
        "width": image.width,
        "height": image.height,
        "size_bytes": len(image.content),
        "changes": image.changes,
        "image_base64": b64encode(image.content).decode(),
    }


def settings_body(channel: Channel, settings: PostSettings) -> dict[str, Any]:
    """Return the settings of a channel as they travel."""
    return {
        "channel": channel,
        "mode": settings.mode,
        "language": settings.language,
        "may_tell_praise": settings.may_tell_praise,
    }
