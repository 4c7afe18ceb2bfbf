"""How does Google take posts and photos and moderate posts, in memory?"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from local.connectors.answer_values import mapping, mappings, text
from local.connectors.google_business.held import (
    GoogleRules,
    HeldPost,
    HeldShop,
    Moderation,
    invalid,
    not_found,
    page,
    written,
)
from local.connectors.google_business.moderation import post_violation
from local.connectors.google_business.port import MOST_POST_CHARACTERS, PostState, PostTopic
from local.connectors.twin import Asked, answered
from shared.connectors.exchange import VendorAnswer

_MOST_ON_A_PAGE = 100
_INTERVAL = ("startDate", "startTime", "endDate", "endTime")
_TIMED = (PostTopic.EVENT, PostTopic.OFFER)


def answer(
    shop: HeldShop, asked: Asked, now: datetime, rules: GoogleRules, moderation: Moderation
) -> VendorAnswer:
    """Answer whatever is asked of a shop's posts."""
    name = asked.path.removeprefix("/v4/")
    if name == f"{shop.name}/localPosts":
        if asked.method == "POST":
            return _posted(shop, asked.body, now, rules, moderation)
        newest_first = [stated(post, now) for post in reversed(shop.posts.values())]
        return _answered(page("localPosts", newest_first, asked.query, _MOST_ON_A_PAGE))
    post = shop.posts.get(name)
    if post is None:
        return not_found()
    if asked.method == "DELETE":
        del shop.posts[name]
        return answered(200, {})
    return answered(200, stated(post, now))


def answer_of_photos(shop: HeldShop, asked: Asked, now: datetime) -> VendorAnswer:
    """Answer whatever is asked of a shop's photos."""
    if asked.method != "POST":
        newest_first = list(reversed(shop.photos.values()))
        return _answered(page("mediaItems", newest_first, asked.query, _MOST_ON_A_PAGE))
    body = asked.body
    if body.get("mediaFormat") not in ("PHOTO", "VIDEO"):
        return invalid("media_item.media_format", "is missing")
    if bool(body.get("sourceUrl")) == bool(body.get("dataRef")):
        return invalid("media_item.source_url", "or a data reference: one of the two")
    if "category" not in mapping(body.get("locationAssociation")):
        return invalid("media_item.location_association", "is missing")
    name = shop.new_name("media")
    shown = {
        "name": name,
        "googleUrl": f"https://photos.example/{name}",
        "createTime": written(now),
    }
    shop.photos[name] = {**body, **shown}
    return answered(200, shop.photos[name])


def stated(post: HeldPost, now: datetime) -> Mapping[str, Any]:
    """Return a post as Google shows it now."""
    state = post.state(now)
    shown = {"searchUrl": f"https://search.example/{post.stated['name']}"}
    return {**post.stated, "state": state, **(shown if state is PostState.LIVE else {})}


def _posted(
    shop: HeldShop,
    body: Mapping[str, Any],
    now: datetime,
    rules: GoogleRules,
    moderation: Moderation,
) -> VendorAnswer:
    if (problem := _problem(body)) is not None:
        return invalid(*problem)
    violation = post_violation(str(body.get("summary", "")))
    deserved = PostState.REJECTED if violation else PostState.LIVE
    name = shop.new_name("localPosts")
    kept = {field: value for field, value in body.items() if not _is_dropped(body, field)}
    times = {"createTime": written(now), "updateTime": written(now)}
    shop.posts[name] = HeldPost(
        stated={**kept, "name": name, **times},
        decided_at=now + timedelta(seconds=rules.post_moderation_seconds),
        verdict=moderation.post or deserved,
    )
    return answered(200, stated(shop.posts[name], now))


def _is_dropped(body: Mapping[str, Any], field: str) -> bool:
    return field == "callToAction" and body.get("topicType") == PostTopic.OFFER


def _problem(body: Mapping[str, Any]) -> tuple[str, str] | None:
    topic, summary = body.get("topicType"), str(body.get("summary", ""))
    if topic not in set(PostTopic):
        return "local_post.topic_type", "is missing"
    if len(summary) > MOST_POST_CHARACTERS:
        return "local_post.summary", f"is longer than {MOST_POST_CHARACTERS} characters"
    if topic in _TIMED and (missing := _missing_of_event(body.get("event"))):
        return "local_post.event", f"{missing} is missing"
    button = mapping(body.get("callToAction"))
    if button.get("actionType") == "CALL" and button.get("url"):
        return "local_post.call_to_action.url", "must be unset for CALL"
    if any(set(item) - {"mediaFormat", "sourceUrl"} for item in mappings(body.get("media"))):
        return "local_post.media", "takes a source_url only"
    return None


def _missing_of_event(event: object) -> str | None:
    if text(mapping(event).get("title")) is None:
        return "title"
    schedule = mapping(mapping(event).get("schedule"))
    return next((field for field in _INTERVAL if field not in schedule), None)


def _answered(body: VendorAnswer | dict[str, Any]) -> VendorAnswer:
    return body if isinstance(body, VendorAnswer) else answered(200, body)
