"""How much, or how sure, in three steps."""

from enum import StrEnum


class Level(StrEnum):
    """How much, in three steps."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
