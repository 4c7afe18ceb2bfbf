"""What can be asked of a vendor, and what can come of it?

Six kinds of failure, of which one is no failure at all: after `unknown_outcome` nobody knows
whether the write took effect, and only a look at the vendor's side can tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID


class FailureKind(StrEnum):
    """What a failure means for whoever wanted the call."""

    RETRYABLE = "retryable"  # nothing happened, or the call is safe to repeat
    RATE_LIMITED = "rate_limited"  # come back at `retry_after_seconds`
    AUTH_EXPIRED = "auth_expired"  # the connection needs its owner
    INVALID_REQUEST = "invalid_request"  # our mistake or bad data; `fields` says where
    REJECTED = "rejected"  # policy or permission: asking again cannot help
    UNKNOWN_OUTCOME = "unknown_outcome"  # sent, and no answer: look before doing anything


class Dedupe(StrEnum):
    """How a write is made safe to repeat."""

    NATURAL = "natural"  # PUT, PATCH to an absolute value, upsert by an id of ours
    RECONCILE = "reconcile"  # the vendor can be asked for the earlier effect
    LEDGER = "ledger"  # the vendor offers nothing: after silence a person looks


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """One thing that a connector can do; `name` is also the operation of the metrics."""

    name: str
    params: type
    is_write: bool = True
    dedupe: Dedupe = Dedupe.LEDGER
    has_native_dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One wish: the same `key` on one connection is the same wish, however often it is run."""

    capability: str
    params: Any
    connection_id: UUID
    key: str
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The vendor accepted; whether it is live is another question, answered by a read-back."""

    data: Mapping[str, Any] = field(default_factory=dict[str, Any])
    remote_id: str | None = None
    is_replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """The vendor is at work on `remote_id`; look again later, nobody waits inside."""

    remote_id: str
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])
    check_after_seconds: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a dry run would have sent, and who checked it: the vendor, or only our own build."""

    method: str
    url: str
    body: Any
    is_checked_by_vendor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Why nothing came of it; `code` is the vendor's own, or a word of ours."""

    kind: FailureKind
    code: str
    message: str
    retry_after_seconds: float | None = None
    fields: tuple[str, ...] = ()
    trace: str | None = None


Outcome = Done | Pending | Preview | Failed
