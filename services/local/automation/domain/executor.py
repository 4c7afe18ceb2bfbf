"""How does whoever can do a routine by itself take an order, and say what came of it?

An order is given again when a worker died, and whenever it is time to look again: the same `key`
must have one effect, however often it comes.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from local.automation.domain.routines import Approval, Routine
from local.guidance.domain.manual_task import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOrder:
    """Do one routine of one day; with `approval` ask, prepare it and let a person decide."""

    tenant_id: UUID
    run_id: UUID
    routine: Routine
    on: date
    approval: Approval
    look: int

    @property
    def key(self) -> str:
        """Return what stays the same over every attempt."""
        return f"routine:{self.run_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """It was read back; `evidence` names what was read."""

    evidence: str
    at: datetime
    is_touched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """It was taken and cannot be seen yet; without `check_at` the record hears of it by itself."""

    check_at: datetime | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """It surely did not work, and trying again would not help."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """Nobody knows whether it worked; it is not tried again."""

    reason: str
    evidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """A person has to do it, or to decide; with `check_at` it is looked at again after that.

    `has_task` tells that whoever was ordered has opened a task of its own.
    """

    reason: Reason
    text: str | None = None
    link: str | None = None
    check_at: datetime | None = None
    has_task: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingDue:
    """There was nothing to do."""

    reason: str


RunOutcome = Verified | Accepted | Failed | Unconfirmed | ByHand | NothingDue


class Executor(Protocol):
    """Does one routine."""

    async def run(self, order: RunOrder) -> RunOutcome:
        """Do it, or look how far it is; raise where only the network failed."""
        ...
