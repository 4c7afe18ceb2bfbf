"""An Instagram account of a business: posts of its own, in two steps.

Written after Meta's specification of v25.0, checked against a contract of it, and never run
against Instagram.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from local.connectors.answer_values import text
from local.connectors.graph.answers import list_of, node_of, object_of
from local.connectors.graph.host import GraphHost
from local.connectors.graph.owners_token import OwnersToken
from local.connectors.instagram import port as asked
from local.connectors.instagram import publishing
from local.connectors.instagram.refusals import REFUSALS
from shared.connectors.calls import Call, Capability, Dedupe, Done, Outcome
from shared.connectors.connector import Access, Ask, Connector, Draw
from shared.connectors.exchange import VendorAnswer, VendorRequest

CALLS = "instagram.calls_per_account"
POSTS = "instagram.posts_per_account"

_ACCOUNT_FIELDS = "id,username,name"

CAPABILITIES = (
    Capability(name="container.create", params=asked.CreateContainer, dedupe=Dedupe.NATURAL),
    Capability(name="container.read", params=asked.ReadContainer, is_write=False),
    Capability(name="container.publish", params=asked.PublishContainer, dedupe=Dedupe.RECONCILE),
    Capability(name="media.read", params=asked.ReadMedia, is_write=False),
    Capability(name="media.list", params=asked.ListMedia, is_write=False),
    Capability(name="quota.read", params=asked.ReadQuota, is_write=False),
    Capability(name="account.read", params=asked.ReadAccount, is_write=False),
)
_READS: Mapping[str, Callable[[VendorAnswer], Mapping[str, Any] | None]] = {
    **dict.fromkeys(("container.read", "media.read", "account.read"), node_of),
    **dict.fromkeys(("media.list", "quota.read"), list_of),
}
_MADE = ("container.create", "container.publish")


class Instagram(OwnersToken):
    """One account."""

    refusals = REFUSALS

    vendor = asked.VENDOR
    capabilities: Mapping[str, Capability] = {item.name: item for item in CAPABILITIES}

    def __init__(self, host: GraphHost) -> None:
        self._host = host

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
            "account.read": lambda: _reading(host, access),
        }
        return builders[call.capability]()

    def parse(self, call: Call, answer: VendorAnswer) -> Outcome:
        """Read a 2xx: a post without an id may have been made all the same."""
        read = _READS.get(call.capability, object_of)
        body = read(answer)
        return REFUSALS.garbled() if body is None else _outcome(call, body)

    def draws(self, call: Call, access: Access) -> Sequence[Draw]:
        """Count every call against its account, and a post against the posts of a day."""
        account = access.account.get("ig_user_id", "")
        is_post = call.capability == "container.publish"
        return [Draw(CALLS, account), *([Draw(POSTS, account)] if is_post else [])]

    async def reconcile(self, call: Call, access: Access, ask: Ask) -> Outcome | None:
        """Look whether a container was published, and as what."""
        if call.capability == "container.publish":
            return await publishing.found(self._host, call.params, access, ask)
        return None


def instagram(host: GraphHost) -> Connector:
    """Return the connector."""
    return Instagram(host)


def _outcome(call: Call, body: Mapping[str, Any]) -> Outcome:
    if call.capability in _MADE:
        made = text(body.get("id"))
        return REFUSALS.garbled() if made is None else Done(remote_id=made)
    readers: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
        "container.read": publishing.container_of,
        "media.read": publishing.media_of,
        "media.list": publishing.page_of,
        "quota.read": publishing.quota_of,
        "account.read": _account_of,
    }
    return Done(data=readers[call.capability](body))


def _reading(host: GraphHost, access: Access) -> VendorRequest:
    query = [("fields", _ACCOUNT_FIELDS)]
    return host.reading(publishing.account_of(access), access, query)


def _account_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"username": text(body.get("username")), "name": text(body.get("name"))}
