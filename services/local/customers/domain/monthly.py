"""How many records of a kind did each month have, and from which day to which were any kept?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyCounts:
    """Records by the first day of their month, in order; a month without any is left out."""

    first_day: date
    last_day: date
    by_month: Sequence[tuple[date, int]]
