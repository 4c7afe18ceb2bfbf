"""How does Instagram take pictures in and make posts of them, in memory?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from local.connectors.graph.held import HeldPicture
from local.connectors.graph.held_answers import refused
from local.connectors.graph.refusals import INVALID_PARAMETER
from local.connectors.instagram.held import (
    HeldContainer,
    HeldMedia,
    HeldProfile,
    InstagramRules,
)
from local.connectors.instagram.port import (
    MOST_CAPTION_CHARACTERS,
    MOST_HASHTAGS,
    ContainerStatus,
)
from local.connectors.instagram.publishing import hashtags
from local.connectors.instagram.refusals import (
    EXPIRED,
    LONG_CAPTION,
    NO_MEDIA,
    NOT_FETCHED,
    NOT_FETCHED_SUBCODE,
    NOT_READY,
    NOT_READY_SUBCODE,
    QUOTA,
    QUOTA_SUBCODE,
    TOO_LARGE,
    WRONG_FORMAT,
    WRONG_RATIO,
)
from local.connectors.twin import answered
from shared.connectors.exchange import VendorAnswer

_OK, _FORBIDDEN = 200, 403
_FIRST_CONTAINER, _FIRST_MEDIA = 17_900_000_000_000_000, 18_000_000_000_000_000
_DAY_SECONDS = 86_400


def contained(
    held: HeldProfile,
    body: Mapping[str, Any],
    picture: HeldPicture | None,
    now: datetime,
    rules: InstagramRules,
) -> VendorAnswer:
    """Take a picture in."""
    url, caption = str(body.get("image_url")), str(body.get("caption", ""))
    problem = _caption_problem(caption) or _picture_problem(picture, rules)
    if problem is not None:
        return problem
    container = HeldContainer(
        id=str(_FIRST_CONTAINER + held.new_number()),
        image_url=url,
        caption=caption,
        made_at=now,
        ready_at=now + rules.processing,
        expires_at=now + rules.container_life,
    )
    held.containers[container.id] = container
    return answered(_OK, {"id": container.id})


def published(held: HeldProfile, body: Mapping[str, Any], now: datetime) -> VendorAnswer:
    """Make a post of a container: once, when it is ready, and within the day's number of posts."""
    container = held.containers.get(str(body.get("creation_id")))
    if container is None:
        return refused(NO_MEDIA, "The requested resource does not exist", 2207006)
    status = container.status(now)
    if status is ContainerStatus.EXPIRED:
        return refused(EXPIRED[0], "The media has expired", EXPIRED[1])
    if status is not ContainerStatus.FINISHED:
        return refused(NOT_READY, "Media ID is not available", NOT_READY_SUBCODE)
    if not held.posts_today.takes(now):
        return refused(QUOTA, "Too many posts", QUOTA_SUBCODE, _FORBIDDEN)
    media = HeldMedia(
        id=str(_FIRST_MEDIA + held.new_number()),
        caption=container.caption,
        image_url=container.image_url,
        created_at=now,
    )
    held.media[media.id], container.media_id = media, media.id
    return answered(_OK, {"id": media.id})


def quota(held: HeldProfile, now: datetime, rules: InstagramRules) -> VendorAnswer:
    """Return how many posts of the last day count, and how many may."""
    config = {"quota_total": rules.posts_per_day, "quota_duration": _DAY_SECONDS}
    stated: dict[str, Any] = {"quota_usage": held.posts_today.used(now)}
    return answered(_OK, {"data": [stated | ({"config": config} if rules.states_quota else {})]})


def _caption_problem(caption: str) -> VendorAnswer | None:
    if len(caption) > MOST_CAPTION_CHARACTERS:
        return refused(LONG_CAPTION, "The caption was too long", 2207010)
    if hashtags(caption) > MOST_HASHTAGS:
        return refused(INVALID_PARAMETER, "Too many hashtags")
    return None


def _picture_problem(picture: HeldPicture | None, rules: InstagramRules) -> VendorAnswer | None:
    if picture is None:
        message = "The media could not be fetched from this URI"
        return refused(NOT_FETCHED, message, NOT_FETCHED_SUBCODE)
    if picture.format != "JPEG":
        return refused(WRONG_FORMAT, "The image format is not supported", 2207005)
    if picture.size_bytes > rules.most_image_bytes:
        return refused(TOO_LARGE, "The image size is too large", 2207004)
    if not rules.narrowest_ratio <= picture.ratio <= rules.widest_ratio:
        return refused(WRONG_RATIO, "The aspect ratio is not supported", 2207009)
    return None
