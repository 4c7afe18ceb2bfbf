"""Of what are other programs told, and with which fields? Ids and states, no words of anybody's."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class EventType(StrEnum):
    """What may have happened."""

    POST_VERIFIED = "post.verified"
    POST_REJECTED = "post.rejected"
    POST_FAILED = "post.failed"
    REPLY_APPROVED = "reply.approved"
    REPLY_REJECTED = "reply.rejected"
    MESSAGE_RECEIVED = "message.received"
    MESSAGE_DELIVERED = "message.delivered"
    MESSAGE_FAILED = "message.failed"
    CONTACT_OPTED_OUT = "contact.opted_out"
    APPOINTMENT_BOOKED = "appointment.booked"
    APPOINTMENT_MOVED = "appointment.moved"
    APPOINTMENT_CANCELLED = "appointment.cancelled"
    TASK_OPENED = "task.opened"
    TASK_DONE = "task.done"
    WEBHOOK_TEST = "webhook.test"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFacts:
    """What an event means, and an example of its `data`."""

    meaning: str
    example: Mapping[str, Any]


_ID = "01990000-0000-7000-8000-000000000001"
_OTHER = "01990000-0000-7000-8000-000000000002"
_AT = "2026-12-01T11:30:00+00:00"
EVENTS: Mapping[EventType, EventFacts] = {
    EventType.POST_VERIFIED: EventFacts(
        meaning="A post was read back and can be seen.",
        example={"post_id": _ID, "channel": "google_my_business"},
    ),
    EventType.POST_REJECTED: EventFacts(
        meaning="A channel does not show a post.",
        example={"post_id": _ID, "channel": "google_my_business"},
    ),
    EventType.POST_FAILED: EventFacts(
        meaning="A post could not be made.",
        example={"post_id": _ID, "channel": "google_my_business"},
    ),
    EventType.REPLY_APPROVED: EventFacts(
        meaning="A reply to a review was read back and can be seen.",
        example={"reply_id": _ID, "review_id": _OTHER},
    ),
    EventType.REPLY_REJECTED: EventFacts(
        meaning="Google does not show a reply to a review.",
        example={"reply_id": _ID, "review_id": _OTHER},
    ),
    EventType.MESSAGE_RECEIVED: EventFacts(
        meaning="A customer has written.",
        example={"message_id": _ID, "contact_id": _OTHER, "kind": "text"},
    ),
    EventType.MESSAGE_DELIVERED: EventFacts(
        meaning="WhatsApp tells that a message has arrived.",
        example={"message_id": _ID, "contact_id": _OTHER},
    ),
    EventType.MESSAGE_FAILED: EventFacts(
        meaning="A message did not arrive, and will not.",
        example={"message_id": _ID, "contact_id": _OTHER},
    ),
    EventType.CONTACT_OPTED_OUT: EventFacts(
        meaning="A customer wants no such messages any more.",
        example={"contact_id": _OTHER, "purposes": ["offers"]},
    ),
    EventType.APPOINTMENT_BOOKED: EventFacts(
        meaning="A visit was booked.",
        example={"appointment_id": _ID, "contact_id": _OTHER, "starts_at": _AT},
    ),
    EventType.APPOINTMENT_MOVED: EventFacts(
        meaning="A visit has another time.",
        example={"appointment_id": _ID, "contact_id": _OTHER, "starts_at": _AT},
    ),
    EventType.APPOINTMENT_CANCELLED: EventFacts(
        meaning="A visit was cancelled.",
        example={"appointment_id": _ID, "contact_id": _OTHER, "starts_at": _AT},
    ),
    EventType.TASK_OPENED: EventFacts(
        meaning="A person has something to do.",
        example={"task_id": _ID, "kind": "approve_post", "reason": "needs_approval"},
    ),
    EventType.TASK_DONE: EventFacts(
        meaning="A person has said that it is done.",
        example={"task_id": _ID, "kind": "approve_post", "reason": "needs_approval"},
    ),
    EventType.WEBHOOK_TEST: EventFacts(
        meaning="Somebody tries the endpoint.", example={"endpoint_id": _ID}
    ),
}
