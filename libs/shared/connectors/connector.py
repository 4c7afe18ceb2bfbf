"""What is a connector? A table of capabilities, pure functions, and one way to look back.

Everything with side effects (ledger, credentials, limits, breaker, retries) is the runner's.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from shared.connectors.calls import Call, Capability, Failed, Outcome
from shared.connectors.exchange import VendorAnswer, VendorRequest


@dataclass(frozen=True, slots=True)
class Access:
    """How a connection is used: what may be shown of it, and what never may."""

    account: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Draw:
    """One token from the bucket of a vendor's limit; `subject` tells buckets apart.

    The limit's size is a dated row (`vendor_limits`), found by its name. Where `is_platform`, all
    tenants draw from one bucket.
    """

    limit: str
    subject: str = ""
    is_platform: bool = False


Ask = Callable[[str, VendorRequest], Awaitable[VendorAnswer]]


class Connector(Protocol):
    """One vendor."""

    vendor: str
    capabilities: Mapping[str, Capability]

    def build(self, call: Call, access: Access) -> VendorRequest:
        """Return the request; raise InvalidCallError for what the vendor would refuse."""
        ...

    def parse(self, call: Call, answer: VendorAnswer) -> Outcome:
        """Read a 2xx, which may still be a failure."""
        ...

    def classify(self, answer: VendorAnswer) -> Failed:
        """Say what a refusal means; a code that nobody knows is `rejected`, never repeated."""
        ...

    def draws(self, call: Call, access: Access) -> Sequence[Draw]:
        """Return which limits the call uses up."""
        ...

    async def reconcile(self, call: Call, access: Access, ask: Ask) -> Outcome | None:
        """Look for the effect of an earlier, unanswered send: reads only.

        None is: we looked, and it is not there. `ask` raises where the vendor lets nobody look.
        A failure that is not `rejected` is: nobody can tell yet; where it is `auth_expired`,
        another token could.
        """
        ...

    def refresh(self, access: Access) -> VendorRequest | None:
        """Return the request that renews the secrets; None where only the owner can."""
        ...

    def refreshed(self, access: Access, answer: VendorAnswer) -> Mapping[str, str] | Failed:
        """Return the new secrets, whole, or why there are none."""
        ...


class InvalidCallError(Exception):
    """A call that must not be sent: which fields, and what is wrong with each."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field} {problem}" for field, problem in problems.items()))
        self.problems = problems
