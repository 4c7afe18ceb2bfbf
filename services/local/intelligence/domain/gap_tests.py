"""Are fewer seen than chance would explain? One test a question, all of them judged together."""

from collections.abc import Sequence
from math import exp, lgamma, log


def poisson_lower_tail(seen: int, expected: float) -> float:
    """Return the probability of at most `seen` where `expected` are usual (Poisson)."""
    if expected <= 0:
        return 1.0
    terms = (exp(k * log(expected) - expected - lgamma(k + 1)) for k in range(seen + 1))
    return min(1.0, sum(terms))


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Return q-values: the share of false alarms if everything up to here were believed.

    Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", J. R. Statist. Soc. B 57
    (1995).
    """
    order = sorted(range(len(p_values)), key=p_values.__getitem__, reverse=True)
    q_values, smallest = [1.0] * len(p_values), 1.0
    for rank, index in zip(range(len(p_values), 0, -1), order, strict=True):
        smallest = min(smallest, p_values[index] * len(p_values) / rank)
        q_values[index] = smallest
    return q_values
