"""What is a review, and what tells it from every other?"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

_HASH_CHARACTERS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What one customer wrote; stars (0.5 to 5) or text may be missing, never both.

    A time without a zone is the business's own.
    """

    source: str
    source_id: str
    stars: Decimal | None
    text: str | None
    written_at: datetime | None

    @property
    def evidence(self) -> str:
        """Return how a figure cites the review."""
        return f"review:{self.source}:{self.source_id}"


def stable_source_id(
    stars: Decimal | None, text: str | None, written: str | None, occurrence: int
) -> str:
    """Return an id for a row that brings none: the same row gets the same one every time.

    Two customers may both write "Good": `occurrence` counts equal rows of a file.
    """
    described = f"{stars or ''}|{written or ''}|{occurrence}|{text or ''}"
    return hashlib.sha256(described.encode()).hexdigest()[:_HASH_CHARACTERS]
