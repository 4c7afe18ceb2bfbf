"""What is a rating worth, given how many gave it?"""

from shared.intervals import share_interval

PRIOR_RATINGS = 20
_FEWEST_STARS, _MOST_STARS = 1.0, 5.0


def bayesian_average(
    mean: float, count: int, prior_mean: float, prior_count: int = PRIOR_RATINGS
) -> float:
    """Return the mean in stars as if `prior_count` more had given `prior_mean`, the local mean.

    Few ratings say little: five stars of three people come out below 4.6 of two hundred.
    """
    return (prior_count * prior_mean + count * mean) / (prior_count + count)


def mean_interval(mean: float, count: int) -> tuple[float, float] | None:
    """Return between which stars the true mean lies, with 95 %; None for what is no 1 to 5 stars.

    Only the mean and the number of ratings are known. Ratings between 1 and 5 vary at most like
    ratings of 1 or 5 alone with the same mean (Bhatia and Davis, 2000), whose share of fives is
    what Wilson's interval is about; so it is at least as wide as the ratings themselves would make
    it.
    """
    if count < 1 or not _FEWEST_STARS <= mean <= _MOST_STARS:
        return None
    span = _MOST_STARS - _FEWEST_STARS
    low, high = share_interval((mean - _FEWEST_STARS) / span, count)
    return _FEWEST_STARS + span * low, _FEWEST_STARS + span * high
