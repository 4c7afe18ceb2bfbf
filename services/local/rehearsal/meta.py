"""Facebook and Instagram, played by the connectors' own twins: one shop, and guests who comment."""

from collections.abc import Mapping
from datetime import timedelta
from threading import Lock
from typing import Any

from local.connectors.answer_values import mapping, text
from local.connectors.facebook_pages.memory import FacebookTwin
from local.connectors.facebook_pages.port import VENDOR as FACEBOOK
from local.connectors.graph.held import HeldAccount, HeldPicture
from local.connectors.graph.memory import GraphTwin
from local.connectors.instagram.held import InstagramRules
from local.connectors.instagram.memory import InstagramTwin
from local.connectors.instagram.port import VENDOR as INSTAGRAM
from local.connectors.twin import answered, as_asked
from shared.clock import SystemClock
from shared.connectors.exchange import VendorAnswer, VendorRequest

COMMENTS = "/stand-in/comments"
PAGE, ACCOUNT = "30", "40"
_PROCESSING = timedelta(seconds=5)
_GUEST = ("501", "Asha")
_CREATED, _WRONG = 201, 422


class MetaStandIn:
    """One Page and one account; the token says which of them is asked. Callers take turns."""

    def __init__(self, app_secret: str) -> None:
        clock = SystemClock()
        self._facebook = FacebookTwin(clock)
        self._instagram = InstagramTwin(clock, rules=InstagramRules(processing=_PROCESSING))
        self.secrets = {
            FACEBOOK: self._facebook.add_page(PAGE, "Demo shop"),
            INSTAGRAM: self._instagram.add_account(ACCOUNT, "demo_shop"),
        }
        for twin in (self._facebook, self._instagram):
            twin.app_secret, twin.elsewhere = app_secret, HeldPicture()
        self._lock = Lock()

    def answer(self, request: VendorRequest) -> VendorAnswer:
        """Answer as Meta does, or take part in the play where the address says so."""
        with self._lock:
            if request.url.partition("?")[0].endswith(COMMENTS):
                return self._played(request)
            asked = as_asked(request)
            mine = f"Bearer {self._instagram.accounts[ACCOUNT].token}"
            is_instagram = asked.headers.get("authorization") == mine
            return (self._instagram if is_instagram else self._facebook).answer(asked)

    def _played(self, request: VendorRequest) -> VendorAnswer:
        page, account = self._facebook.accounts[PAGE], self._instagram.accounts[ACCOUNT]
        if request.method == "GET":
            on_page = {post.id: post.message for post in page.posts.values()}
            on_account = {post.id: post.caption for post in account.media.values()}
            shown = {FACEBOOK: _shown(page, on_page), INSTAGRAM: _shown(account, on_account)}
            return answered(200, shown)
        wish = mapping(request.json())
        words = text(wish.get("text"))
        if wish.get("on") == INSTAGRAM:
            return _written(self._instagram, ACCOUNT, list(account.media), words)
        return _written(self._facebook, PAGE, list(page.posts), words)


def _written(
    twin: GraphTwin[Any], account_id: str, posts: list[str], words: str | None
) -> VendorAnswer:
    if words is None or not posts:
        return answered(_WRONG, {"detail": "Send a guest's words as text, once there is a post."})
    comment_id = twin.add_comment(account_id, posts[-1], words, author=_GUEST)
    return answered(_CREATED, {"comment": comment_id, "under": posts[-1]})


def _shown(account: HeldAccount, posts: Mapping[str, str]) -> list[Mapping[str, Any]]:
    return [
        {
            "post": words,
            "comments": [
                {
                    "by": comment.author_name,
                    "words": comment.message,
                    "is_hidden": comment.is_hidden,
                    "answered_in_private": comment.private_reply,
                }
                for comment in account.comments.values()
                if comment.post_id == post_id
            ],
        }
        for post_id, words in posts.items()
    ]
