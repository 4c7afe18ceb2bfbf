"""From when on may it be said that a shop's routine work runs by itself?"""

GOAL_RATIO = 0.80
LEAST_RUNS = 100


def is_goal_reached(lower: float | None, runs: int) -> bool | None:
    """Return whether the goal is reached for sure; None where there are too few runs to say."""
    if lower is None or runs < LEAST_RUNS:
        return None
    return lower >= GOAL_RATIO
