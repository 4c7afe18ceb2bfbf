"""Work that automation puts on the queue."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class QueueDays:
    """Queue the opening of each business's day that has begun."""


@dataclass(frozen=True, slots=True)
class OpenDay:
    """Open a business's day of routine work, if nobody has."""

    tenant_id: UUID


@dataclass(frozen=True, slots=True)
class RunRoutine:
    """Do one routine of one day, or look for the n-th time how far it is."""

    tenant_id: UUID
    run_id: UUID
    look: int


@dataclass(frozen=True, slots=True)
class QueueRunRecords:
    """Queue the recording of every business's day."""


@dataclass(frozen=True, slots=True)
class RecordRuns:
    """Write down what came of a business's routine work in the last days."""

    tenant_id: UUID
