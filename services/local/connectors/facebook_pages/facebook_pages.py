"""A Facebook Page: posts of its own, and the comments under them.

Written after Meta's specification of v25.0, checked against a contract of it, and never run
against Facebook.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from local.connectors.answer_values import flag, text
from local.connectors.facebook_pages import comments, posts
from local.connectors.facebook_pages import port as asked
from local.connectors.facebook_pages.refusals import REFUSALS
from local.connectors.graph import replies
from local.connectors.graph.answers import node_of
from local.connectors.graph.connector import COMMENTS, GraphConnector
from local.connectors.graph.host import GraphHost
from local.connectors.graph.refusals import is_gone
from shared.connectors.calls import Call, Capability, Dedupe, Done, Outcome
from shared.connectors.connector import Access, Ask, Connector, Draw
from shared.connectors.exchange import VendorRequest

CALLS = "facebook.calls_per_page"
PRIVATE_REPLIES = "facebook.private_replies_per_page"

_PAGE_FIELDS = "id,name,link,is_published"

CAPABILITIES = (
    Capability(name="post.create", params=asked.CreatePost, dedupe=Dedupe.RECONCILE),
    Capability(name="post.read", params=asked.ReadPost, is_write=False),
    Capability(name="post.delete", params=asked.DeletePost, dedupe=Dedupe.RECONCILE),
    *COMMENTS,
    Capability(name="page.read", params=asked.ReadPage, is_write=False),
)


class FacebookPages(GraphConnector):
    """One Page."""

    refusals = REFUSALS
    vendor = asked.VENDOR
    capabilities: Mapping[str, Capability] = {item.name: item for item in CAPABILITIES}

    def build(self, call: Call, access: Access) -> VendorRequest:
        """Return the request; raise InvalidCallError for what Facebook would refuse."""
        host, wish = self._host, call.params
        builders: Mapping[str, Callable[[], VendorRequest]] = {
            "post.create": lambda: posts.creation(host, wish, access),
            "post.read": lambda: posts.reading(host, wish.post_id, access),
            "post.delete": lambda: posts.deletion(host, wish.post_id, access),
            "comment.list": lambda: comments.listing(host, wish, access),
            "comment.read": lambda: comments.reading(host, wish.comment_id, access),
            "comment.reply": lambda: comments.reply(host, wish, access),
            "comment.hide": lambda: comments.hiding(host, wish, access),
            "comment.private_reply": lambda: comments.private_reply(host, wish, access),
            "page.read": lambda: _reading(host, access),
        }
        return builders[call.capability]()

    def outcome(self, call: Call, body: Mapping[str, Any]) -> Outcome:
        """Return what an answer says in our words."""
        wish = call.params
        readers: Mapping[str, Callable[[], Outcome]] = {
            "post.create": lambda: posts.created(body, is_photo=wish.photo_url is not None),
            "post.read": lambda: Done(data=posts.post_of(body)),
            "post.delete": lambda: REFUSALS.succeeded(body),
            "comment.list": lambda: Done(data=comments.comments_of(body, wish.post_id)),
            "comment.read": lambda: Done(data=comments.comment_of(body, wish.post_id)),
            "comment.reply": lambda: REFUSALS.made(body),
            "comment.hide": lambda: REFUSALS.succeeded(body),
            "comment.private_reply": lambda: REFUSALS.made(body, "message_id"),
            "page.read": lambda: Done(data=_page_of(body)),
        }
        return readers[call.capability]()

    def draws(self, call: Call, access: Access) -> Sequence[Draw]:
        """Count every call against its Page, and private replies apart."""
        page = access.account.get("page_id", "")
        is_private = call.capability == "comment.private_reply"
        return [Draw(CALLS, page), *([Draw(PRIVATE_REPLIES, page)] if is_private else [])]

    async def reconcile(self, call: Call, access: Access, ask: Ask) -> Outcome | None:
        """Look for a post or a reply by its words, or whether what was deleted is gone."""
        if call.capability == "post.create":
            return await posts.found(self._host, call.params, access, ask)
        if call.capability == "post.delete":
            look = posts.reading(self._host, call.params.post_id, access)
            return await _gone(ask, look)
        if call.capability == "comment.reply":
            thread = comments.thread(self._host, call.params, access)
            return await replies.found(thread, call.params, ask)
        return None


def facebook_pages(host: GraphHost) -> Connector:
    """Return the connector."""
    return FacebookPages(host)


def _reading(host: GraphHost, access: Access) -> VendorRequest:
    return host.reading(posts.page_of(access), access, [("fields", _PAGE_FIELDS)])


def _page_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "name": text(body.get("name")),
        "permalink": text(body.get("link")),
        "is_published": flag(body.get("is_published")),
    }


async def _gone(ask: Ask, look: VendorRequest) -> Outcome | None:
    answer = await ask("post.read", look)
    if is_gone(answer):
        return Done()
    return REFUSALS.of_a_look(answer) if node_of(answer) is None else None
