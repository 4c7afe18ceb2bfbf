"""The gateway's files of this stack, checked before Traefik sees them."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from onebox import gateway_config
from onebox.state import State, write_privately

_SERVICES = "services.yml"


class GatewayFiles:
    """Writes what Traefik reads: static once, addresses at each change."""

    def __init__(self, repository_gateway_dir: Path, state: State) -> None:
        self._repository = repository_gateway_dir
        # What a start began with stays true until the next one, whatever is checked out meanwhile.
        self._source = state.gateway_file.with_name("source")
        self._state = state

    def write(
        self, web_port: int, internal_port: int, web_host: str, environment: Mapping[str, str]
    ) -> None:
        """Write every file for a start of the gateway, with no replica yet."""
        _copy_afresh(self._repository, self._source)
        _copy_afresh(self._source / "dynamic", self._state.dynamic)
        text = gateway_config.static_configuration(
            self._source,
            web_port=web_port,
            internal_port=internal_port,
            dynamic_dir=self._state.dynamic,
            access_log=self._state.logs / "gateway-access.log",
            web_host=web_host,
        )
        write_privately(self._state.gateway_file, gateway_config.with_tracing(text, environment))
        self.publish({"enterprise": [], "local": []})

    def publish(self, urls: Mapping[str, Sequence[str]]) -> None:
        """Send requests to these addresses from now on."""
        text = gateway_config.services_file(self._source, urls)
        gateway_config.write_dynamic(self._state.dynamic, _SERVICES, text)


def _copy_afresh(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
