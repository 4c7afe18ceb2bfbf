"""How does a picture become a post, in two steps, and how is it found again after silence?"""

import re
from collections.abc import Mapping
from typing import Any

from local.connectors.answer_values import is_same_text, mapping, mappings, moment, text
from local.connectors.graph.answers import CLOCK_SKEW, list_of, next_cursor, node_of
from local.connectors.graph.host import GraphHost, address_problem, digits, digits_of, refuse
from local.connectors.instagram.port import (
    MOST_CAPTION_CHARACTERS,
    MOST_HASHTAGS,
    POSTS_PER_DAY_IF_UNSTATED,
    ContainerStatus,
    CreateContainer,
    PublishContainer,
)
from local.connectors.instagram.refusals import REFUSALS
from shared.connectors.calls import Done, Failed, FailureKind, Outcome
from shared.connectors.connector import Access, Ask
from shared.connectors.exchange import VendorRequest

_HASHTAG = re.compile(r"#\w+")
_MEDIA_FIELDS = "id,caption,permalink,timestamp"
_CONTAINER_FIELDS, _QUOTA_FIELDS = "id,status_code,status", "quota_usage,config"
_ON_A_PAGE = "50"
_DAY_SECONDS = 86_400
_NEVER = (ContainerStatus.ERROR, ContainerStatus.EXPIRED)


def account_of(access: Access) -> str:
    """Return the id of the shop's account."""
    return digits_of(access, "ig_user_id")


def hashtags(words: str) -> int:
    """Return how many tags a text has."""
    return len(_HASHTAG.findall(words))


def creation(host: GraphHost, params: CreateContainer, access: Access) -> VendorRequest:
    """Return the request that makes a container; raise InvalidCallError for what is refused."""
    refuse(
        {
            "image_url": address_problem(params.image_url),
            "caption": _caption_problem(params.caption),
        }
    )
    caption = {"caption": params.caption} if params.caption else {}
    body = {"image_url": params.image_url, **caption}
    return host.posting(f"{account_of(access)}/media", body, access)


def reading(host: GraphHost, container_id: str, access: Access) -> VendorRequest:
    """Return the request for a container."""
    path = digits("container_id", container_id)
    return host.reading(path, access, [("fields", _CONTAINER_FIELDS)])


def publication(host: GraphHost, params: PublishContainer, access: Access) -> VendorRequest:
    """Return the request that publishes a container."""
    body = {"creation_id": int(digits("container_id", params.container_id))}
    return host.posting(f"{account_of(access)}/media_publish", body, access)


def media_reading(host: GraphHost, media_id: str, access: Access) -> VendorRequest:
    """Return the request for a post."""
    return host.reading(digits("media_id", media_id), access, [("fields", _MEDIA_FIELDS)])


def media_listing(host: GraphHost, access: Access, after: str | None) -> VendorRequest:
    """Return the request for a page of posts."""
    page = [("limit", _ON_A_PAGE), *([("after", after)] if after else [])]
    query = [("fields", _MEDIA_FIELDS), *page]
    return host.reading(f"{account_of(access)}/media", access, query)


def quota_reading(host: GraphHost, access: Access) -> VendorRequest:
    """Return the request for how many posts are left."""
    path = f"{account_of(access)}/content_publishing_limit"
    return host.reading(path, access, [("fields", _QUOTA_FIELDS)])


def container_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a container in our words; a status that nobody knows is none."""
    stated = body.get("status_code")
    status = ContainerStatus(str(stated)) if stated in set(ContainerStatus) else None
    return {"status": status, "detail": text(body.get("status"))}


def media_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a post in our words."""
    return {
        "id": text(body.get("id")),
        "caption": text(body.get("caption")),
        "permalink": text(body.get("permalink")),
        "created_at": text(body.get("timestamp")),
    }


def page_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a page of posts in our words."""
    media = [media_of(item) for item in mappings(body.get("data"))]
    return {"media": media, "after": next_cursor(body)}


def quota_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what counts against the limit, and the limit; Instagram may not say it."""
    stated = next(iter(mappings(body.get("data"))), mapping(None))
    config = mapping(stated.get("config"))
    total, seconds = _count(config.get("quota_total")), _count(config.get("quota_duration"))
    return {
        "used": _count(stated.get("quota_usage")),
        "total": POSTS_PER_DAY_IF_UNSTATED if total is None else total,
        "seconds": seconds or _DAY_SECONDS,
        "is_total_stated": total is not None,
    }


async def found(
    host: GraphHost, params: PublishContainer, access: Access, ask: Ask
) -> Outcome | None:
    """Read the container: PUBLISHED is done, and one that can be published no more never was."""
    answer = await ask("container.read", reading(host, params.container_id, access))
    body = node_of(answer)
    status = container_of(body)["status"] if body is not None else None
    if status is None:
        return REFUSALS.of_a_look(answer)
    if status in _NEVER:
        message = "The container can be published no more, and never was. Make a new one."
        return Failed(kind=FailureKind.REJECTED, code=status, message=message)
    if status is ContainerStatus.PUBLISHED:
        return await _published(host, params, access, ask)
    return None


async def _published(
    host: GraphHost, params: PublishContainer, access: Access, ask: Ask
) -> Outcome:
    """Return which of the newest posts it is; the newest alone would be a guess."""
    answer = await ask("media.list", media_listing(host, access, None))
    if (body := list_of(answer)) is None:
        return REFUSALS.of_a_look(answer)
    same = [item for item in mappings(body.get("data")) if _is_the_same(params, item)]
    media_id = text(same[-1].get("id")) if same else None
    if media_id is None:
        message = "It is published, and not yet among the account's posts."
        return Failed(kind=FailureKind.UNKNOWN_OUTCOME, code="not_listed", message=message)
    return Done(remote_id=media_id)


def _is_the_same(params: PublishContainer, media: Mapping[str, Any]) -> bool:
    at = moment(media.get("timestamp"))
    is_new = at is not None and at >= params.first_tried_at - CLOCK_SKEW
    return is_new and is_same_text(media.get("caption"), params.caption)


def _caption_problem(caption: str) -> str | None:
    if (size := len(caption)) > MOST_CAPTION_CHARACTERS:
        return f"has {size} characters, and Instagram takes {MOST_CAPTION_CHARACTERS}; shorten it"
    if (count := hashtags(caption)) > MOST_HASHTAGS:
        return f"has {count} hashtags, and Instagram takes {MOST_HASHTAGS}"
    return None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
