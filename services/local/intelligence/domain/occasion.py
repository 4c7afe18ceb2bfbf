"""What is a time of the year that moves trade, and how sure are we of its days?"""

from dataclasses import dataclass
from datetime import date

EVERYWHERE: frozenset[str] = frozenset()


def states(codes: str) -> frozenset[str]:
    """Return the states that a list such as "UP MP" names by their codes."""
    return frozenset(codes.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One occurrence, ends included; `source` says who published its days, or that we estimate."""

    name: str
    first_day: date
    last_day: date
    states: frozenset[str] = EVERYWHERE
    is_estimated: bool = False
    is_monthly: bool = False
    source: str

    def is_kept_in(self, state_code: str) -> bool:
        """Return whether it concerns a state; without states of its own it concerns all."""
        return not self.states or state_code in self.states

    def overlaps(self, first_day: date, last_day: date) -> bool:
        """Return whether any of its days lies in a window, ends included."""
        return self.first_day <= last_day and first_day <= self.last_day
