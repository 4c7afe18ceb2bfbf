"""Work that automation puts on the queue."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class QueueRunRecords:
    """Queue the recording of every business's day."""


@dataclass(frozen=True, slots=True)
class RecordRuns:
    """Write down what came of a business's routine work in the last days."""

    tenant_id: UUID
