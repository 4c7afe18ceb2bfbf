"""Which id does a new row get? One that sorts by when it was made (UUID version 7)."""

import os
import time
from uuid import UUID

_NANOSECONDS_PER_MILLISECOND = 1_000_000
_RANDOM_BYTES = 8


def new_id() -> UUID:
    """Return a fresh id; later ids sort after earlier ones, down to a quarter of a microsecond."""
    return id_made_of(time.time_ns(), os.urandom(_RANDOM_BYTES))


def id_made_of(unix_nanoseconds: int, randomness: bytes) -> UUID:
    """Return the UUIDv7 of a moment: 48 bits of milliseconds, 12 of their fraction, 62 of chance.

    The layout is RFC 9562 section 5.7, the fraction its section 6.2, method 3.
    """
    milliseconds, rest = divmod(unix_nanoseconds, _NANOSECONDS_PER_MILLISECOND)
    fraction = (rest << 12) // _NANOSECONDS_PER_MILLISECOND
    chance = int.from_bytes(randomness) & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | chance)
