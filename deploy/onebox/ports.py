"""Which port each process listens on: chosen once, kept, chosen again only when taken."""

import errno
import secrets
import socket
from collections.abc import Callable, Collection, Mapping

from onebox.errors import PortTakenError

LOOPBACK = "127.0.0.1"
# Below the ports that the kernel lends to outgoing connections: those come and go.
_FIRST = 20_000
_COUNT = 12_000
_ATTEMPTS = 1_000
_FIRST_UNPRIVILEGED = 1_024


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Tell whether a server could listen on this port now."""
    with socket.socket() as probe:
        # Servers set this too: a port whose last connections are still closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def require_gateway_port(port: int, host: str = LOOPBACK) -> None:
    """Refuse a port that the gateway cannot have, naming the way out."""
    if is_free(port, host):
        return
    only_root = ", or only root may listen there" if port < _FIRST_UNPRIVILEGED else ""
    raise PortTakenError(
        f"Port {port} is taken by another program{only_root}, so the gateway cannot start. "
        f"See which one: lsof -i :{port}. Or choose another port: make up PORT={choose(set())}"
    )


def choose(taken: Collection[int], free: Callable[[int], bool] = is_free) -> int:
    """Choose a free port that is not among the taken ones."""
    for _ in range(_ATTEMPTS):
        port = _FIRST + secrets.randbelow(_COUNT)
        if port not in taken and free(port):
            return port
    raise PortTakenError(
        f"No free port between {_FIRST} and {_FIRST + _COUNT} on {LOOPBACK}. "
        "Stop some of the programs that listen there."
    )


class PortBook:
    """Ports by the name of what listens there; a name keeps its port while that is free."""

    def __init__(
        self,
        remembered: Mapping[str, int],
        reserved: frozenset[int] = frozenset(),
        free: Callable[[int], bool] = is_free,
    ) -> None:
        self._ports = dict(remembered)
        self._reserved = reserved
        self._confirmed: set[str] = set()
        self._free = free

    def port_of(self, name: str) -> int:
        """Return the port of a name, checked once in the life of this book."""
        if name not in self._confirmed:
            kept = self._ports.pop(name, None)
            others = self._reserved | set(self._ports.values())
            can_keep = kept is not None and kept not in others and self._free(kept)
            self._ports[name] = kept if kept and can_keep else choose(others, self._free)
            self._confirmed.add(name)
        return self._ports[name]

    def as_mapping(self) -> dict[str, int]:
        """Return every port by name, to be remembered."""
        return dict(self._ports)
