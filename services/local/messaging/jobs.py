"""Work that messaging puts on the queue."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ReadWebhook:
    """Read what WhatsApp has told, once."""

    tenant_id: UUID
    event_id: UUID


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Send one message, if it is still to be sent and may be."""

    tenant_id: UUID
    message_id: UUID


@dataclass(frozen=True, slots=True)
class QueueDueMessages:
    """Queue every message whose time has come, whoever's it is."""


@dataclass(frozen=True, slots=True)
class SyncTemplates:
    """Read a number's templates and their states."""

    tenant_id: UUID


@dataclass(frozen=True, slots=True)
class QueueTemplateSyncs:
    """Queue a look at the templates of every connected number."""


@dataclass(frozen=True, slots=True)
class ForgetWebhooks:
    """Forget what came by webhook a month ago."""


@dataclass(frozen=True, slots=True)
class TrainReading:
    """Learn from what the shop has said of its messages."""

    tenant_id: UUID


@dataclass(frozen=True, slots=True)
class QueueLateQuestions:
    """Queue a look at every shop where a customer waits for a person."""


@dataclass(frozen=True, slots=True)
class HurryLateQuestions:
    """Call urgent what a shop's customers have waited for too long."""

    tenant_id: UUID
