"""Work that guidance puts on the queue."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TellOfLostWebhooks:
    """Ask the owners whose endpoints were disabled to look, whoever's they are."""
