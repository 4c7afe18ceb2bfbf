"""A new release behind a gateway that reads its files from a directory: one machine, Compose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from onebox.gateway_config import write_dynamic
from pipeline.canary_services import canary_counts, with_canary
from pipeline.errors import BlindError
from pipeline.traffic import Counts, Meter

_SERVICES = "services.yml"
_SECONDS = 2.0


@dataclass(slots=True)
class FileRelease:
    """Weights in the gateway's own services.yml, counts from its metrics page."""

    directory: Path
    tier: str
    canary_urls: Sequence[str]
    metrics_url: str
    before: str = field(init=False)
    _meter: Meter = field(init=False)

    def __post_init__(self) -> None:
        """Keep the file as it was, and the counts that are not this release's."""
        self.before = (self.directory / _SERVICES).read_text(encoding="utf-8")
        self._meter = Meter(self._pages, canary_counts(self.tier))

    def weigh(self, percent: int) -> None:
        """Write the weights; the gateway takes them in within a tenth of a second."""
        text = with_canary(self.before, self.tier, self.canary_urls, percent)
        write_dynamic(self.directory, _SERVICES, text)

    def forget(self) -> None:
        """Put the file back as it was."""
        write_dynamic(self.directory, _SERVICES, self.before)

    def counts(self) -> Counts:
        """Return what the new release answered."""
        return self._meter.read()

    def _pages(self) -> Mapping[str, str]:
        return {self.metrics_url: metrics_page(self.metrics_url)}


def metrics_page(url: str) -> str:
    """Return what a gateway says of itself."""
    try:
        return httpx.get(url, timeout=_SECONDS).raise_for_status().text
    except httpx.HTTPError as error:
        raise BlindError(f"{url} gave no counts ({error}). Is the gateway up?") from error
