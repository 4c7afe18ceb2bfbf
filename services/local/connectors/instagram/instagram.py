"""An Instagram account of a business: posts of its own, in two steps, and comments under them.

Written after Meta's specification of v25.0, checked against a contract of it, and never run
against Instagram.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from local.connectors.answer_values import text
from local.connectors.graph import replies
from local.connectors.graph.connector import COMMENTS, GraphConnector
from local.connectors.graph.host import GraphHost
from local.connectors.instagram import comments, publishing
from local.connectors.instagram import port as asked
from local.connectors.instagram.refusals import REFUSALS
from shared.connectors.calls import Call, Capability, Dedupe, Done, Outcome
from shared.connectors.connector import Access, Ask, Connector, Draw
from shared.connectors.exchange import VendorRequest

CALLS = "instagram.calls_per_account"
POSTS = "instagram.posts_per_account"
PRIVATE_REPLIES = "instagram.private_replies_per_account"

_ACCOUNT_FIELDS = "id,username,name"

CAPABILITIES = (
    Capability(name="container.create", params=asked.CreateContainer, dedupe=Dedupe.NATURAL),
    Capability(name="container.read", params=asked.ReadContainer, is_write=False),
    Capability(name="container.publish", params=asked.PublishContainer, dedupe=Dedupe.RECONCILE),
    Capability(name="media.read", params=asked.ReadMedia, is_write=False),
    Capability(name="media.list", params=asked.ListMedia, is_write=False),
    Capability(name="quota.read", params=asked.ReadQuota, is_write=False),
    *COMMENTS,
    Capability(name="account.read", params=asked.ReadAccount, is_write=False),
)
_OWN_LIMITS = {"container.publish": POSTS, "comment.private_reply": PRIVATE_REPLIES}


class Instagram(GraphConnector):
    """One account."""

    refusals = REFUSALS
    vendor = asked.VENDOR
    capabilities: Mapping[str, Capability] = {item.name: item for item in CAPABILITIES}

    def build(self, call: Call, access: Access) -> VendorRequest:
        """Return the request; raise InvalidCallError for what Instagram would refuse."""
        host, wish = self._host, call.params
        builders: Mapping[str, Callable[[], VendorRequest]] = {
            "container.create": lambda: publishing.creation(host, wish, access),
            "container.read": lambda: publishing.reading(host, wish.container_id, access),
            "container.publish": lambda: publishing.publication(host, wish, access),
            "media.read": lambda: publishing.media_reading(host, wish.media_id, access),
            "media.list": lambda: publishing.media_listing(host, access, wish.after),
            "quota.read": lambda: publishing.quota_reading(host, access),
            "comment.list": lambda: comments.listing(host, wish, access),
            "comment.read": lambda: comments.reading(host, wish.comment_id, access),
            "comment.reply": lambda: comments.reply(host, wish, access),
            "comment.hide": lambda: comments.hiding(host, wish, access),
            "comment.private_reply": lambda: comments.private_reply(host, wish, access),
            "account.read": lambda: _reading(host, access),
        }
        return builders[call.capability]()

    def outcome(self, call: Call, body: Mapping[str, Any]) -> Outcome:
        """Return what an answer says in our words."""
        wish = call.params
        readers: Mapping[str, Callable[[], Outcome]] = {
            "container.create": lambda: REFUSALS.made(body),
            "container.read": lambda: Done(data=publishing.container_of(body)),
            "container.publish": lambda: REFUSALS.made(body),
            "media.read": lambda: Done(data=publishing.media_of(body)),
            "media.list": lambda: Done(data=publishing.page_of(body)),
            "quota.read": lambda: Done(data=publishing.quota_of(body)),
            "comment.list": lambda: Done(data=comments.comments_of(body, wish)),
            "comment.read": lambda: Done(data=comments.comment_of(body, wish.post_id)),
            "comment.reply": lambda: REFUSALS.made(body),
            "comment.hide": lambda: REFUSALS.succeeded(body),
            "comment.private_reply": lambda: REFUSALS.made(body, "message_id"),
            "account.read": lambda: Done(data=_account_of(body)),
        }
        return readers[call.capability]()

    def draws(self, call: Call, access: Access) -> Sequence[Draw]:
        """Count every call against its account; posts and private replies have their own limits."""
        account, limit = access.account.get("ig_user_id", ""), _OWN_LIMITS.get(call.capability)
        return [Draw(CALLS, account), *([Draw(limit, account)] if limit else [])]

    async def reconcile(self, call: Call, access: Access, ask: Ask) -> Outcome | None:
        """Look whether a container was published, and as what, or for a reply by its words."""
        if call.capability == "container.publish":
            return await publishing.found(self._host, call.params, access, ask)
        if call.capability == "comment.reply":
            thread = comments.thread(self._host, call.params, access)
            return await replies.found(thread, call.params, ask)
        return None


def instagram(host: GraphHost) -> Connector:
    """Return the connector."""
    return Instagram(host)


def _reading(host: GraphHost, access: Access) -> VendorRequest:
    query = [("fields", _ACCOUNT_FIELDS)]
    return host.reading(publishing.account_of(access), access, query)


def _account_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"username": text(body.get("username")), "name": text(body.get("name"))}
