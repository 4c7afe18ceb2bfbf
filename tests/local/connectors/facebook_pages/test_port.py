"""Every request keeps Facebook's contract; what Facebook would refuse is not sent."""

from dataclasses import replace

import pytest

from local.connectors.facebook_pages import port
from local.connectors.facebook_pages.facebook_pages import CAPABILITIES
from local.connectors.graph.port import (
    HideComment,
    ListComments,
    ReadComment,
    ReplyPrivately,
    ReplyToComment,
)
from shared.connectors.connector import InvalidCallError
from tests.local.connectors.desk import call
from tests.local.connectors.facebook_pages.desk import FACEBOOK, PICTURE, POST, access
from tests.shared.connectors.conftest import START
from tests.vendors.contract import as_asked
from tests.vendors.meta import FACEBOOK as CONTRACT

POST_ID, COMMENT = "10_7", "7_1"
REPLY = ReplyToComment(comment_id=COMMENT, message="Thank you!", first_tried_at=START)
PRIVATE = ReplyPrivately(comment_id=COMMENT, message="We are open till 9.")
GOOD = [
    ("post.create", POST),
    ("post.create", replace(POST, message="क" * 63_206)),
    ("post.create", replace(POST, link="https://shop.example/menu")),
    ("post.create", replace(POST, photo_url=PICTURE)),
    ("post.read", port.ReadPost(post_id=POST_ID)),
    ("post.delete", port.DeletePost(post_id=POST_ID)),
    ("comment.list", ListComments(post_id=POST_ID)),
    ("comment.list", ListComments(post_id=POST_ID, since=START, after="QVFI")),
    ("comment.read", ReadComment(comment_id=COMMENT)),
    ("comment.reply", REPLY),
    ("comment.hide", HideComment(comment_id=COMMENT)),
    ("comment.hide", HideComment(comment_id=COMMENT, is_hidden=False)),
    ("comment.private_reply", PRIVATE),
    ("page.read", port.ReadPage()),
]


@pytest.mark.parametrize(("capability", "params"), GOOD)
def test_each_request_keeps_the_contract(capability: str, params: object) -> None:
    request = FACEBOOK.build(call(capability, params), access())
    assert CONTRACT.violations(as_asked(request)) == []


def test_every_capability_is_among_them() -> None:
    assert {name for name, _ in GOOD} == {capability.name for capability in CAPABILITIES}


def test_a_token_is_never_part_of_an_address() -> None:
    request = FACEBOOK.build(call("page.read", port.ReadPage()), access())
    assert request.headers["Authorization"] == "Bearer a"
    assert "access_token" not in request.url


BAD = [
    ("post.create", replace(POST, message=" "), "message"),
    ("post.create", replace(POST, message="x" * 63_207), "message"),
    ("post.create", replace(POST, link="shop.example"), "link"),
    ("post.create", replace(POST, link="https://a.example", photo_url=PICTURE), "link"),
    ("post.create", replace(POST, photo_url="file:///jalebi.jpg"), "photo_url"),
    ("post.read", port.ReadPost(post_id="11_7"), "post_id"),
    ("post.read", port.ReadPost(post_id="10"), "post_id"),
    ("post.delete", port.DeletePost(post_id="10_7/comments"), "post_id"),
    ("comment.list", ListComments(post_id="11_7"), "post_id"),
    ("comment.read", ReadComment(comment_id="10_7/likes"), "comment_id"),
    ("comment.reply", replace(REPLY, message=""), "message"),
    ("comment.reply", replace(REPLY, message="x" * 8_001), "message"),
    ("comment.reply", replace(REPLY, comment_id="me"), "comment_id"),
    ("comment.hide", HideComment(comment_id=""), "comment_id"),
    ("comment.private_reply", replace(PRIVATE, message="x" * 2_001), "message"),
    ("comment.private_reply", replace(PRIVATE, comment_id="7"), "comment_id"),
]


@pytest.mark.parametrize(("capability", "params", "named"), BAD)
def test_what_facebook_would_refuse_is_named(capability: str, params: object, named: str) -> None:
    with pytest.raises(InvalidCallError) as caught:
        FACEBOOK.build(call(capability, params), access())
    assert list(caught.value.problems) == [named]


@pytest.mark.parametrize("page_id", ["", "me", "10/feed"])
def test_a_connection_without_a_proper_page_is_refused(page_id: str) -> None:
    with pytest.raises(InvalidCallError, match="page_id"):
        FACEBOOK.build(call("page.read", port.ReadPage()), access(page_id))
