"""What does Traefik watch? The repository's files, with the replicas' addresses in one of them."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from onebox.gateway_template import rendered

SERVICES = "services.yml"


class GatewayDirectory:
    """Copies what stays and writes what changes, each file in one step."""

    def __init__(self, source: Path, target: Path) -> None:
        self._source = source
        self._target = target

    def publish(self, urls: Mapping[str, Sequence[str]]) -> None:
        """Send requests to these addresses, by tier, from now on."""
        variables = {
            f"VLO_{tier.upper()}_URLS": ",".join(of_tier) for tier, of_tier in urls.items()
        }
        for path in sorted(self._source.glob("*.yml")):
            text = path.read_text(encoding="utf-8")
            self._put(path.name, rendered(text, variables) if path.name == SERVICES else text)

    def _put(self, name: str, text: str) -> None:
        target = self._target / name
        if target.exists() and target.read_text(encoding="utf-8") == text:
            return
        # Traefik would read half a file; and it reads only names that end in .yml.
        new = target.with_suffix(".new")
        new.write_text(text, encoding="utf-8")
        new.chmod(0o644)
        os.replace(new, target)  # noqa: PTH105 - says in one word that it is atomic
