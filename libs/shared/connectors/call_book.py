"""Where do calls, connections and limits live between two steps of a run?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from shared.connectors.calls import Call, Capability, Outcome
from shared.connectors.connector import Access, Draw
from shared.connectors.exchange import VendorRequest


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that was built, and the tokens that it takes."""

    request: VendorRequest
    draws: Sequence[Draw]


@dataclass(frozen=True, slots=True)
class Go:
    """Send it: the ledger says that it is being sent."""

    access: Access
    prepared: Prepared


@dataclass(frozen=True, slots=True)
class Look:
    """Look for the effect of an earlier send first."""

    access: Access
    prepared: Prepared
    may_send_from: datetime


@dataclass(frozen=True, slots=True)
class Stop:
    """Send nothing: this is the outcome."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Wait:
    """A limit is used up for so long; nothing was sent."""

    access: Access
    prepared: Prepared
    seconds: float


Opening = Go | Look | Stop | Wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """A call with what the book needs to know of it."""

    tenant_id: UUID
    vendor: str
    call: Call
    capability: Capability

    @property
    def is_recorded(self) -> bool:
        """Tell whether the ledger keeps it: reads and dry runs leave no trace."""
        return self.capability.is_write and not self.call.is_dry_run


class CallBook(Protocol):
    """The durable side of a run; each method is one transaction, none spans a vendor's answer."""

    async def open(
        self, want: Want, prepare: Callable[[Access], Prepared], now: datetime
    ) -> Opening:
        """Decide what is to be done with a call; `prepare` may raise InvalidCallError."""
        ...

    async def mark_sent(self, want: Want, draws: Sequence[Draw], now: datetime) -> float:
        """Note that the call goes out now; or return the seconds until a limit lets it."""
        ...

    async def settle(self, want: Want, outcome: Outcome, now: datetime) -> None:
        """Keep what came of it; what is done stays done."""
        ...

    async def claim_refresh(self, want: Want, stale: Access, now: datetime) -> Access | float:
        """Let one caller renew the secrets: 0.0 is yes, more is a wait, Access are newer ones."""
        ...

    async def store_secrets(self, want: Want, secrets: Mapping[str, str], now: datetime) -> Access:
        """Keep renewed secrets before anybody uses them."""
        ...

    async def needs_reconnect(self, want: Want, now: datetime) -> None:
        """Note that only the owner can help this connection."""
        ...
