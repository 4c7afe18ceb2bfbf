"""When is a shop's turn to have its reviews read, so that Google is never asked for all at once?

Google lets the application ask 300 times a minute (its limits are rows of `vendor_limits`); half of
that is left for replies, posts and whatever else is read. A shop keeps its minute; where there are
more shops than fit, everybody's turn comes as seldom, and nobody's never.
"""

from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

SHOPS_PER_MINUTE = 150
SHORTEST_ROUND_MINUTES = 15
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_SECONDS_PER_MINUTE = 60


def round_minutes(shops: int) -> int:
    """Return how many minutes lie between two turns of a shop: a quarter of an hour, or several."""
    quarters = -(-shops // (SHOPS_PER_MINUTE * SHORTEST_ROUND_MINUTES))
    return SHORTEST_ROUND_MINUTES * max(1, quarters)


def is_its_turn(tenant_id: UUID, now: datetime, shops: int) -> bool:
    """Tell whether this minute is the shop's."""
    minute = int((now - _EPOCH).total_seconds()) // _SECONDS_PER_MINUTE
    minutes = round_minutes(shops)
    return minute % minutes == _place(tenant_id) % minutes


def _place(tenant_id: UUID) -> int:
    return int.from_bytes(sha256(b"reviews:" + tenant_id.bytes).digest()[:8])
