"""What runs again and again, and how is one turn told from the next?"""

from dataclasses import dataclass
from datetime import timedelta

from shared.jobs.job import StoredJob, stored


@dataclass(frozen=True, slots=True)
class Every:
    """A job that is queued once a period by all workers together.

    Turns fall on multiples of the period since 1970 in UTC. A turn that falls while no worker
    lives is made up for once; a turn whose forerunner still waits or runs is left out.
    """

    period: timedelta
    job: object

    def __post_init__(self) -> None:
        """Refuse periods that no worker could keep, and jobs that no row could hold."""
        if self.period < timedelta(seconds=1) or self.period.microseconds:
            message = f"A period is whole seconds and at least one; {self.period} is not."
            raise ValueError(message)
        stored(self.job)

    @property
    def stored(self) -> StoredJob:
        """Return the job as it is queued at each turn."""
        return stored(self.job)

    @property
    def name(self) -> str:
        """Return the name by which workers agree on whose turn it is; also its dedupe key."""
        return f"every:{self.stored.name}:{self.stored.payload.decode()}"

    @property
    def period_seconds(self) -> int:
        """Return the period in whole seconds."""
        return int(self.period.total_seconds())

    @property
    def expression(self) -> str:
        """Return the period as it is stored beside the name."""
        return f"{self.period_seconds} s"
