"""When a process that ended is started again."""

FIRST_DELAY_SECONDS = 0.2
LONGEST_DELAY_SECONDS = 10.0
STEADY_AFTER_SECONDS = 10.0


def restart_delay_seconds(previous_delay_seconds: float, ran_for_seconds: float) -> float:
    """Return how long to wait: at once after a steady run, ever longer for one that keeps dying."""
    if ran_for_seconds >= STEADY_AFTER_SECONDS or previous_delay_seconds <= 0:
        return FIRST_DELAY_SECONDS
    return min(previous_delay_seconds * 2, LONGEST_DELAY_SECONDS)
