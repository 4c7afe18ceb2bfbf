"""How is a post made and read back on each channel? A channel is one entry and one class."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from local.connectors.facebook_pages import port as facebook
from local.connectors.google_business import port as google
from local.execution.domain.post_channel import Channel
from local.execution.domain.post_content import PostContent
from local.execution.domain.post_state import Seen
from local.execution.domain.reply_language import Language
from local.execution.service.post_sending import Sending
from local.execution.tasks.instagram_posts import InstagramPosts
from shared.connectors.calls import Outcome

Wish = tuple[str, object]
# One call over the connection: capability, params, key.
AskVendor = Callable[[str, object, str], Awaitable[Outcome]]


class PostChannel(Protocol):
    """One channel: how a post is made, the call that reads it, and what its state means.

    `rejections` are the codes of a refusal that left a rejected post behind.
    """

    vendor: str
    rejections: frozenset[str]

    async def make(self, ask: AskVendor, sending: Sending) -> Outcome:
        """Make the post, or go on with it: every call's key stays the same over the attempts."""
        ...

    def look(self, remote_id: str) -> Wish:
        """Return the capability that reads a post, and its params."""
        ...

    def seen(self, data: Mapping[str, Any]) -> Seen:
        """Return whether a post that was read can be seen."""
        ...


class GooglePosts:
    """Posts of a Google Business Profile."""

    vendor = google.VENDOR
    rejections = frozenset({"POST_REJECTED"})
    _verdicts: Mapping[str, bool] = {google.PostState.LIVE: True, google.PostState.REJECTED: False}
    # Google names no code for Hindi in Latin letters.
    _codes: Mapping[Language, str] = {
        Language.ENGLISH: "en",
        Language.HINDI: "hi",
        Language.HINGLISH: "hi",
    }

    async def make(self, ask: AskVendor, sending: Sending) -> Outcome:
        """Ask for `post.create`."""
        content = sending.content
        wish = google.CreatePost(
            topic=google.PostTopic(content.topic),
            summary=content.text,
            first_tried_at=sending.first_tried_at,
            language_code=self._codes[content.language],
            event=_event(content),
            offer=_offer(content),
            call_to_action=_button(content),
            media_url=content.image_url,
        )
        return await ask("post.create", wish, sending.key)

    def look(self, remote_id: str) -> Wish:
        """Return `post.read`."""
        return "post.read", google.ReadPost(post_name=remote_id)

    def seen(self, data: Mapping[str, Any]) -> Seen:
        """Return what LIVE and REJECTED mean; PROCESSING, and any other word, is no verdict."""
        verdict = self._verdicts.get(data["state"] or "")
        return Seen(is_live=verdict, public_url=data["search_url"])


class FacebookPosts:
    """Posts of a Facebook Page: words with a picture, or else with the link of their button."""

    vendor = facebook.VENDOR
    rejections: frozenset[str] = frozenset()
    _verdicts: Mapping[str, bool] = {
        facebook.PostState.PUBLISHED: True,
        facebook.PostState.HIDDEN: False,
        facebook.PostState.UNPUBLISHED: False,
    }

    async def make(self, ask: AskVendor, sending: Sending) -> Outcome:
        """Ask for `post.create`."""
        content = sending.content
        link = content.button.url if content.button and not content.image_url else None
        wish = facebook.CreatePost(
            message=content.text,
            first_tried_at=sending.first_tried_at,
            link=link,
            photo_url=content.image_url,
        )
        return await ask("post.create", wish, sending.key)

    def look(self, remote_id: str) -> Wish:
        """Return `post.read`."""
        return "post.read", facebook.ReadPost(post_id=remote_id)

    def seen(self, data: Mapping[str, Any]) -> Seen:
        """Return what PUBLISHED and HIDDEN mean; any other word is no verdict."""
        return Seen(is_live=self._verdicts.get(data["state"] or ""), public_url=data["permalink"])


CHANNELS: Mapping[Channel, PostChannel] = {
    Channel.GOOGLE: GooglePosts(),
    Channel.FACEBOOK: FacebookPosts(),
    Channel.INSTAGRAM: InstagramPosts(),
}


def _event(content: PostContent) -> google.PostEvent | None:
    event = content.event
    if event is None:
        return None
    return google.PostEvent(
        title=event.title,
        first_day=event.first_day,
        last_day=event.last_day,
        opens=event.opens,
        closes=event.closes,
    )


def _offer(content: PostContent) -> google.PostOffer | None:
    offer = content.offer
    if offer is None:
        return None
    return google.PostOffer(
        coupon_code=offer.coupon_code, redeem_online_url=offer.redeem_url, terms=offer.terms
    )


def _button(content: PostContent) -> google.CallToAction | None:
    button = content.button
    if button is None:
        return None
    return google.CallToAction(action=google.ActionType(button.action), url=button.url)
