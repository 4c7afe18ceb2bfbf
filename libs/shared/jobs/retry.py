"""After a failure: try the job again, and when, or give it up?

Pure: the jitter comes from the job's id, so that the same failure always waits equally long.
"""

from dataclasses import dataclass
from hashlib import blake2b


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How often a job is tried, and how the waits between grow."""

    max_attempts: int = 8
    first_delay_seconds: float = 2.0
    longest_delay_seconds: float = 900.0

    def __post_init__(self) -> None:
        """Refuse a policy under which no job would ever run, or waits would shrink."""
        if self.max_attempts < 1 or not 0 < self.first_delay_seconds <= self.longest_delay_seconds:
            message = (
                "A retry policy needs at least one attempt and a first delay that is above zero "
                "and not above the longest."
            )
            raise ValueError(message)


def delay_after(attempt: int, job_id: int, policy: RetryPolicy) -> float | None:
    """Return how many seconds to wait after this failed attempt (the first is 1), or None: enough.

    The wait doubles each time; jitter takes away up to half, so that jobs that failed together
    do not come back together.
    """
    if attempt >= policy.max_attempts:
        return None
    # 2.0 ** 1024 overflows; the longest delay is reached long before.
    doubled = policy.first_delay_seconds * 2.0 ** min(attempt - 1, 64)
    return min(doubled, policy.longest_delay_seconds) * (1 - jitter(job_id, attempt) / 2)


def jitter(job_id: int, attempt: int) -> float:
    """Return a share in [0, 1) that looks random and depends on nothing but its arguments."""
    digest = blake2b(f"{job_id}:{attempt}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) / 2**32
