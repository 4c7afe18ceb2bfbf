"""How does a post come on a Page, and how is it found again?"""

import re
from collections.abc import Mapping
from typing import Any

from local.connectors.answer_values import flag, is_same_text, mappings, moment, text
from local.connectors.facebook_pages.port import MOST_POST_CHARACTERS, CreatePost, PostState
from local.connectors.facebook_pages.refusals import REFUSALS
from local.connectors.graph.answers import CLOCK_SKEW, list_of, next_cursor
from local.connectors.graph.host import (
    GraphHost,
    address_problem,
    digits_of,
    refuse,
    words_problem,
)
from shared.connectors.calls import Done, Failed, FailureKind, Outcome
from shared.connectors.connector import Access, Ask, InvalidCallError
from shared.connectors.exchange import VendorRequest

_FIELDS = "id,message,created_time,permalink_url,is_published,is_hidden"
_DIGITS = re.compile(r"[0-9]{1,30}")
_ON_A_PAGE, _MOST_PAGES = "50", 20


def page_of(access: Access) -> str:
    """Return the id of the shop's Page."""
    return digits_of(access, "page_id")


def creation(host: GraphHost, params: CreatePost, access: Access) -> VendorRequest:
    """Return the request that makes a post; raise InvalidCallError for what Facebook refuses."""
    _refuse_wrong(params)
    page = page_of(access)
    if params.photo_url is not None:
        body: dict[str, Any] = {"url": params.photo_url, "caption": params.message}
        return host.posting(f"{page}/photos", body, access)
    link = {} if params.link is None else {"link": params.link}
    return host.posting(f"{page}/feed", {"message": params.message, **link}, access)


def reading(host: GraphHost, post_id: str, access: Access) -> VendorRequest:
    """Return the request for a post."""
    return host.reading(own_post(post_id, access), access, [("fields", _FIELDS)])


def deletion(host: GraphHost, post_id: str, access: Access) -> VendorRequest:
    """Return the request that takes a post away."""
    return host.deletion(own_post(post_id, access), access)


def own_post(post_id: str, access: Access) -> str:
    """Return the id of a post of this very Page."""
    page, separator, number = post_id.partition("_")
    if page != page_of(access) or not separator or not _DIGITS.fullmatch(number):
        raise InvalidCallError({"post_id": "is not of the connected Page"})
    return post_id


def created(body: Mapping[str, Any], *, is_photo: bool) -> Outcome:
    """Return a post that was made; of a photo the answer names the post apart."""
    post_id = text(body.get("post_id" if is_photo else "id"))
    if post_id is None:
        return REFUSALS.garbled()
    data = {"photo_id": text(body.get("id")) if is_photo else None}
    return Done(data=data, remote_id=post_id)


def post_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a post in our words."""
    return {
        "state": _state(body),
        "message": text(body.get("message")),
        "permalink": text(body.get("permalink_url")),
        "created_at": text(body.get("created_time")),
    }


async def found(host: GraphHost, params: CreatePost, access: Access, ask: Ask) -> Outcome | None:
    """Look through the Page's posts, the newest first, down to those older than the wish."""
    after: str | None = None
    for _ in range(_MOST_PAGES):
        answer = await ask("post.list", _listing(host, access, after))
        if (body := list_of(answer)) is None:
            return REFUSALS.of_a_look(answer)
        posts = mappings(body.get("data"))
        if (same := next((p for p in posts if _is_the_same(params, p)), None)) is not None:
            return Done(data={"photo_id": None}, remote_id=text(same.get("id")))
        after = next_cursor(body)
        if after is None or (posts and all(_is_older(params, post) for post in posts)):
            return None
    message = "There are too many posts to look through."
    return Failed(kind=FailureKind.UNKNOWN_OUTCOME, code="too_many_pages", message=message)


def _listing(host: GraphHost, access: Access, after: str | None) -> VendorRequest:
    page = [("limit", _ON_A_PAGE), *([("after", after)] if after else [])]
    query = [("fields", _FIELDS), ("include_hidden", "true"), *page]
    return host.reading(f"{page_of(access)}/published_posts", access, query)


def _is_the_same(params: CreatePost, post: Mapping[str, Any]) -> bool:
    return (
        text(post.get("id")) is not None
        and is_same_text(post.get("message"), params.message)
        and moment(post.get("created_time")) is not None
        and not _is_older(params, post)
    )


def _is_older(params: CreatePost, post: Mapping[str, Any]) -> bool:
    at = moment(post.get("created_time"))
    return at is not None and at < params.first_tried_at - CLOCK_SKEW


def _state(body: Mapping[str, Any]) -> PostState | None:
    if body.get("is_hidden") is True:
        return PostState.HIDDEN
    verdicts = {True: PostState.PUBLISHED, False: PostState.UNPUBLISHED}
    published = flag(body.get("is_published"))
    return None if published is None else verdicts[published]


def _refuse_wrong(params: CreatePost) -> None:
    link, photo = params.link, params.photo_url
    link_problem = None if link is None else address_problem(link)
    if link is not None and photo is not None:
        link_problem = "does not go with a photo: put it into the words"
    refuse(
        {
            "message": words_problem(params.message, MOST_POST_CHARACTERS, "Facebook"),
            "link": link_problem,
            "photo_url": None if photo is None else address_problem(photo),
        }
    )
