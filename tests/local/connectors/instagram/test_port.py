"""Every request keeps Instagram's contract; what Instagram would refuse is not sent."""

from dataclasses import replace

import pytest

from local.connectors.graph.port import (
    HideComment,
    ListComments,
    ReadComment,
    ReplyPrivately,
    ReplyToComment,
)
from local.connectors.instagram import port
from local.connectors.instagram.instagram import CAPABILITIES
from shared.connectors.connector import InvalidCallError
from tests.local.connectors.desk import call
from tests.local.connectors.instagram.desk import CAPTION, CONTAINER, INSTAGRAM, access
from tests.shared.connectors.conftest import START
from tests.vendors.contract import as_asked
from tests.vendors.meta import INSTAGRAM as CONTRACT

COMMENT = "178"
REPLY = ReplyToComment(comment_id=COMMENT, message="Thank you!", first_tried_at=START)
PRIVATE = ReplyPrivately(comment_id=COMMENT, message="We are open till 9.")
PUBLISH = port.PublishContainer(container_id="179", caption=CAPTION, first_tried_at=START)
GOOD = [
    ("container.create", CONTAINER),
    ("container.create", replace(CONTAINER, caption="")),
    ("container.create", replace(CONTAINER, caption="#जलेबी " * 30)),
    ("container.read", port.ReadContainer(container_id="179")),
    ("container.publish", PUBLISH),
    ("media.read", port.ReadMedia(media_id="180")),
    ("media.list", port.ListMedia()),
    ("media.list", port.ListMedia(after="QVFI")),
    ("quota.read", port.ReadQuota()),
    ("comment.list", ListComments(post_id="180")),
    ("comment.list", ListComments(post_id="180", since=START, after="QVFI")),
    ("comment.read", ReadComment(comment_id=COMMENT)),
    ("comment.reply", REPLY),
    ("comment.reply", replace(REPLY, message="धन्यवाद! #a #b #c #d https://a.example")),
    ("comment.hide", HideComment(comment_id=COMMENT)),
    ("comment.private_reply", PRIVATE),
    ("account.read", port.ReadAccount()),
]


@pytest.mark.parametrize(("capability", "params"), GOOD)
def test_each_request_keeps_the_contract(capability: str, params: object) -> None:
    request = INSTAGRAM.build(call(capability, params), access())
    assert CONTRACT.violations(as_asked(request)) == []


def test_every_capability_is_among_them() -> None:
    assert {name for name, _ in GOOD} == {capability.name for capability in CAPABILITIES}


BAD = [
    ("container.create", replace(CONTAINER, image_url=""), "image_url"),
    ("container.create", replace(CONTAINER, image_url="jalebi.jpg"), "image_url"),
    ("container.create", replace(CONTAINER, caption="x" * 2_201), "caption"),
    ("container.create", replace(CONTAINER, caption="#jalebi " * 31), "caption"),
    ("container.read", port.ReadContainer(container_id="me"), "container_id"),
    ("container.publish", replace(PUBLISH, container_id="1/media"), "container_id"),
    ("media.read", port.ReadMedia(media_id=""), "media_id"),
    ("comment.list", ListComments(post_id="10_7"), "post_id"),
    ("comment.read", ReadComment(comment_id=""), "comment_id"),
    ("comment.reply", replace(REPLY, message=" "), "message"),
    ("comment.reply", replace(REPLY, message="x" * 301), "message"),
    ("comment.reply", replace(REPLY, message="#a #b #c #d #e"), "message"),
    ("comment.reply", replace(REPLY, message="https://a.example www.b.example"), "message"),
    ("comment.reply", replace(REPLY, message="THANK YOU"), "message"),
    ("comment.reply", replace(REPLY, comment_id="178/likes"), "comment_id"),
    ("comment.hide", HideComment(comment_id="x"), "comment_id"),
    ("comment.private_reply", replace(PRIVATE, message="क" * 334), "message"),
    ("comment.private_reply", replace(PRIVATE, message=""), "message"),
    ("comment.private_reply", replace(PRIVATE, comment_id="x"), "comment_id"),
]


@pytest.mark.parametrize(("capability", "params", "named"), BAD)
def test_what_instagram_would_refuse_is_named(capability: str, params: object, named: str) -> None:
    with pytest.raises(InvalidCallError) as caught:
        INSTAGRAM.build(call(capability, params), access())
    assert list(caught.value.problems) == [named]


@pytest.mark.parametrize("ig_user_id", ["", "sharma", "17/media"])
def test_a_connection_without_a_proper_account_is_refused(ig_user_id: str) -> None:
    with pytest.raises(InvalidCallError, match="ig_user_id"):
        INSTAGRAM.build(call("account.read", port.ReadAccount()), access(ig_user_id))
