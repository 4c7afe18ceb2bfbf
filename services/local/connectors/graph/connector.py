"""What is common to the connectors of a shop's posts and the comments under them?"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from local.connectors.graph import port as asked
from local.connectors.graph.answers import list_of, node_of, object_of
from local.connectors.graph.host import GraphHost
from local.connectors.graph.owners_token import OwnersToken
from shared.connectors.calls import Call, Capability, Dedupe, Outcome
from shared.connectors.exchange import VendorAnswer

Read = Callable[[VendorAnswer], Mapping[str, Any] | None]

COMMENTS = (
    Capability(name="comment.list", params=asked.ListComments, is_write=False),
    Capability(name="comment.read", params=asked.ReadComment, is_write=False),
    Capability(name="comment.reply", params=asked.ReplyToComment, dedupe=Dedupe.RECONCILE),
    Capability(name="comment.hide", params=asked.HideComment, dedupe=Dedupe.NATURAL),
    Capability(name="comment.private_reply", params=asked.ReplyPrivately, dedupe=Dedupe.LEDGER),
)
_LISTS = ("comment.list", "media.list", "quota.read")


class GraphConnector(OwnersToken, ABC):
    """One account at one product, behind one host."""

    capabilities: Mapping[str, Capability]

    def __init__(self, host: GraphHost) -> None:
        self._host = host

    def parse(self, call: Call, answer: VendorAnswer) -> Outcome:
        """Read a 2xx: what has no id may have been made all the same."""
        body = self._read_of(call)(answer)
        return self.refusals.garbled() if body is None else self.outcome(call, body)

    @abstractmethod
    def outcome(self, call: Call, body: Mapping[str, Any]) -> Outcome:
        """Return what an answer says in our words."""

    def _read_of(self, call: Call) -> Read:
        if call.capability in _LISTS:
            return list_of
        return object_of if self.capabilities[call.capability].is_write else node_of
