"""A provider that finds what it was given, for tests."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from local.connectors.places.port import (
    MapExtract,
    PersistencePolicy,
    PlaceIds,
    ProviderError,
    SearchArea,
)


@dataclass(slots=True)
class MemoryProvider:
    """Answers in turn what it was given, and again and again the last; keeps what it was asked."""

    answers: Sequence[MapExtract | PlaceIds | ProviderError]
    policy: PersistencePolicy = PersistencePolicy.CONTENT
    asked: list[SearchArea] = field(default_factory=list[SearchArea])

    async def around(self, area: SearchArea) -> MapExtract | PlaceIds:
        """Return the next answer, or raise it."""
        answer = self.answers[min(len(self.asked), len(self.answers) - 1)]
        self.asked.append(area)
        if isinstance(answer, ProviderError):
            raise answer
        return answer
