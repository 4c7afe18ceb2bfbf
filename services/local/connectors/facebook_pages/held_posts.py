"""How does Facebook take posts, show and delete them, in memory?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from local.connectors.answer_values import is_same_text, text
from local.connectors.facebook_pages.held import FacebookRules, HeldPage, HeldPost
from local.connectors.facebook_pages.port import MOST_POST_CHARACTERS
from local.connectors.facebook_pages.refusals import BAD_PHOTO
from local.connectors.graph.held import HeldPicture
from local.connectors.graph.held_answers import page, picked, refused
from local.connectors.graph.refusals import DUPLICATE, INVALID_PARAMETER
from local.connectors.twin import Asked, answered
from shared.connectors.exchange import VendorAnswer

_OK = 200
_NO_PHOTO = 324
_FORMATS = ("JPEG", "PNG")


def posted(
    held: HeldPage, body: Mapping[str, Any], now: datetime, rules: FacebookRules
) -> VendorAnswer:
    """Take a post of words, with a link or without."""
    message = str(body.get("message", ""))
    if (problem := _problem(held, message, now, rules)) is not None:
        return problem
    post = _held(held, message, now)
    post.link = text(body.get("link"))
    return answered(_OK, {"id": post.id})


def posted_photo(
    held: HeldPage,
    body: Mapping[str, Any],
    picture: HeldPicture | None,
    now: datetime,
    rules: FacebookRules,
) -> VendorAnswer:
    """Take a photo with words: the answer names the photo, and the post apart."""
    message = str(body.get("caption", ""))
    if picture is None:
        return refused(_NO_PHOTO, "Missing or invalid image file")
    if picture.format not in _FORMATS or picture.size_bytes > rules.most_photo_bytes:
        return refused(BAD_PHOTO, "Photos should be smaller than 4 MB and saved as JPG or PNG")
    if (problem := _problem(held, message, now, rules)) is not None:
        return problem
    post = _held(held, message, now)
    post.photo_url = text(body.get("url"))
    return answered(_OK, {"id": post.id.partition("_")[2] + "0", "post_id": post.id})


def listed(held: HeldPage, query: Mapping[str, str]) -> VendorAnswer:
    """Return a page of the published posts, the newest first."""
    shows_hidden = query.get("include_hidden") == "true"
    posts = [p for p in reversed(held.posts.values()) if p.is_published]
    return page([p.stated() for p in posts if shows_hidden or not p.is_hidden], query)


def answer_of_post(held: HeldPage, post: HeldPost, asked: Asked) -> VendorAnswer:
    """Show a post or take it away."""
    if asked.method == "DELETE":
        del held.posts[post.id]
        return answered(_OK, {"success": True})
    return answered(_OK, picked(post.stated(), asked.query))


def _problem(
    held: HeldPage, message: str, now: datetime, rules: FacebookRules
) -> VendorAnswer | None:
    if not message.strip() or len(message) > MOST_POST_CHARACTERS:
        return refused(INVALID_PARAMETER, "Invalid parameter: message")
    latest = now - rules.duplicate_window
    posts = held.posts.values()
    if any(is_same_text(p.message, message) and p.created_at > latest for p in posts):
        return refused(DUPLICATE, "Duplicate status message")
    return None


def _held(held: HeldPage, message: str, now: datetime) -> HeldPost:
    post = HeldPost(id=f"{held.id}_{1000 + held.new_number()}", message=message, created_at=now)
    held.posts[post.id] = post
    return post
