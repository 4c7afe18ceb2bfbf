"""What is common to connectors whose token nobody can renew but the owner?"""

from collections.abc import Mapping
from typing import ClassVar

from local.connectors.graph.refusals import Refusals
from shared.connectors.calls import Failed
from shared.connectors.connector import Access
from shared.connectors.exchange import VendorAnswer, VendorRequest

_OK = 200


class OwnersToken:
    """The part of a connector that reads refusals and renews nothing."""

    refusals: ClassVar[Refusals]

    def classify(self, answer: VendorAnswer) -> Failed:
        """Say what a refusal means."""
        return self.refusals.failure_of(answer)

    def refresh(self, access: Access) -> VendorRequest | None:  # noqa: ARG002 - the protocol's
        """Return nothing: only the owner can give a new token."""
        return None

    def refreshed(self, access: Access, answer: VendorAnswer) -> Mapping[str, str] | Failed:
        """Return the secrets as they are; nothing ever asks for this."""
        return access.secrets if answer.status == _OK else self.classify(answer)
