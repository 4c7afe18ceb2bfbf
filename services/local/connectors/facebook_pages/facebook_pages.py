"""A Facebook Page: posts of its own.

Written after Meta's specification of v25.0, checked against a contract of it, and never run
against Facebook.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from local.connectors.answer_values import text
from local.connectors.facebook_pages import port as asked
from local.connectors.facebook_pages import posts
from local.connectors.facebook_pages.refusals import REFUSALS
from local.connectors.graph.answers import node_of, object_of
from local.connectors.graph.host import GraphHost
from local.connectors.graph.owners_token import OwnersToken
from local.connectors.graph.refusals import is_gone
from shared.connectors.calls import Call, Capability, Dedupe, Done, Outcome
from shared.connectors.connector import Access, Ask, Connector, Draw
from shared.connectors.exchange import VendorAnswer, VendorRequest

CALLS = "facebook.calls_per_page"

_PAGE_FIELDS = "id,name,link,is_published"

CAPABILITIES = (
    Capability(name="post.create", params=asked.CreatePost, dedupe=Dedupe.RECONCILE),
    Capability(name="post.read", params=asked.ReadPost, is_write=False),
    Capability(name="post.delete", params=asked.DeletePost, dedupe=Dedupe.RECONCILE),
    Capability(name="page.read", params=asked.ReadPage, is_write=False),
)


class FacebookPages(OwnersToken):
    """One Page."""

    refusals = REFUSALS

    vendor = asked.VENDOR
    capabilities: Mapping[str, Capability] = {item.name: item for item in CAPABILITIES}

    def __init__(self, host: GraphHost) -> None:
        self._host = host

    def build(self, call: Call, access: Access) -> VendorRequest:
        """Return the request; raise InvalidCallError for what Facebook would refuse."""
        host, wish = self._host, call.params
        builders: Mapping[str, Callable[[], VendorRequest]] = {
            "post.create": lambda: posts.creation(host, wish, access),
            "post.read": lambda: posts.reading(host, wish.post_id, access),
            "post.delete": lambda: posts.deletion(host, wish.post_id, access),
            "page.read": lambda: _reading(host, access),
        }
        return builders[call.capability]()

    def parse(self, call: Call, answer: VendorAnswer) -> Outcome:
        """Read a 2xx: a post without an id may have been made all the same."""
        is_read = not self.capabilities[call.capability].is_write
        body = node_of(answer) if is_read else object_of(answer)
        return REFUSALS.garbled() if body is None else _outcome(call, body)

    def draws(self, call: Call, access: Access) -> Sequence[Draw]:  # noqa: ARG002 - the protocol's
        """Count every call against its Page."""
        return [Draw(CALLS, access.account.get("page_id", ""))]

    async def reconcile(self, call: Call, access: Access, ask: Ask) -> Outcome | None:
        """Look for the post by its words, or whether what was deleted is gone."""
        if call.capability == "post.create":
            return await posts.found(self._host, call.params, access, ask)
        if call.capability == "post.delete":
            look = posts.reading(self._host, call.params.post_id, access)
            return await _gone(ask, look)
        return None


def facebook_pages(host: GraphHost) -> Connector:
    """Return the connector."""
    return FacebookPages(host)


def _outcome(call: Call, body: Mapping[str, Any]) -> Outcome:
    if call.capability == "post.create":
        return posts.created(body, is_photo=call.params.photo_url is not None)
    if call.capability == "post.delete":
        return Done() if body.get("success") is True else REFUSALS.garbled()
    return Done(data=posts.post_of(body) if call.capability == "post.read" else _page_of(body))


def _reading(host: GraphHost, access: Access) -> VendorRequest:
    return host.reading(posts.page_of(access), access, [("fields", _PAGE_FIELDS)])


def _page_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    published = body.get("is_published")
    return {
        "name": text(body.get("name")),
        "permalink": text(body.get("link")),
        "is_published": published if isinstance(published, bool) else None,
    }


async def _gone(ask: Ask, look: VendorRequest) -> Outcome | None:
    answer = await ask("post.read", look)
    if is_gone(answer):
        return Done()
    return REFUSALS.of_a_look(answer) if node_of(answer) is None else None
