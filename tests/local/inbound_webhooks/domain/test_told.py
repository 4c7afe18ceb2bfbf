from datetime import UTC, datetime

from local.inbound_webhooks.domain.told import (
    BookedVisit,
    CancelledVisit,
    MovedVisit,
    RecordedOrder,
    ToldType,
    told_of,
)


def test_what_was_kept_is_what_was_told() -> None:
    at = datetime(2026, 12, 1, 9, tzinfo=UTC)
    moved = {"reference": "r", "starts_at": at.isoformat()}
    booked = moved | {"phone": "1", "name": None, "service": "Cut", "wants_reminders": True}
    order = {"reference": "r", "at": "2026-11-01", "amount": "4", "customer": ""}
    assert told_of(ToldType.APPOINTMENT_MOVED, moved) == MovedVisit(reference="r", starts_at=at)
    assert told_of(ToldType.APPOINTMENT_BOOKED, booked) == BookedVisit(
        reference="r", starts_at=at, phone="1", name=None, service="Cut", wants_reminders=True
    )
    assert told_of(ToldType.APPOINTMENT_CANCELLED, {"reference": "r"}) == CancelledVisit(
        reference="r"
    )
    assert told_of(ToldType.ORDER_RECORDED, order) == RecordedOrder(**order)
