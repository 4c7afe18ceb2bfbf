"""How do we say what we do not know, and cite what we do?"""

from datetime import datetime

from shared.evidence import Basis, Figure

INSUFFICIENT_DATA = "insufficient_data"


def number(figure: Figure) -> float:
    """Return the value of a figure that is a number; of one that is unknown, nothing."""
    return float(figure.value or 0)


def declared(
    value: float | str, unit: str, *, method: str, evidence: tuple[str, ...], as_of: datetime
) -> Figure:
    """Return a figure that somebody stated: the business, or we as a starting rule of our own."""
    return Figure(
        value=value,
        unit=unit,
        basis=Basis.DECLARED,
        method=method,
        evidence=evidence,
        as_of=as_of,
    )
