"""How long are windows and waits: as in production, or shortened so that a drill need not wait?"""

from dataclasses import dataclass

MINUTE, HOUR, DAY = 60, 3_600, 86_400
_UNITS = ((DAY, "d"), (HOUR, "h"), (MINUTE, "m"))


@dataclass(frozen=True, slots=True)
class Pace:
    """Every duration in a rule goes through here, so that one number shortens them all."""

    scale: float = 1.0
    scrape_seconds: int = 15

    def span(self, seconds: float) -> str:
        """Return a duration as Prometheus writes it; a window never holds less than 5 scrapes."""
        scaled = round(seconds * self.scale)
        if self.scale < 1:
            scaled = max(scaled, 5 * self.scrape_seconds)
        return written(scaled)

    def wait(self, seconds: float) -> str:
        """Return how long something must hold before an alert fires."""
        return written(round(seconds * self.scale))


def written(seconds: int) -> str:
    """Return seconds in the largest unit that keeps them whole."""
    for size, unit in _UNITS:
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


PRODUCTION = Pace()
DRILL = Pace(scale=0.05, scrape_seconds=1)
