"""Which addresses stand behind a name at this moment? What containers' own DNS says, one a replica.

Standard library only: this runs on a bare Python image.
"""

import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Lookup = Callable[[str], Iterable[str]]


def looked_up(name: str) -> list[str]:
    """Return every IPv4 address of a name; raise OSError where nobody has it."""
    return sorted({str(entry[4][0]) for entry in socket.getaddrinfo(name, None, socket.AF_INET)})


@dataclass
class Replicas:
    """The replicas of one tier, as last seen.

    A name that resolves to nothing leaves them as they were: the gateway's health checks know who
    is dead, and a resolver that fails for a moment must not take a healthy tier away.
    """

    name: str
    port: int
    lookup: Lookup = looked_up
    urls: list[str] = field(default_factory=list[str])

    def refresh(self) -> bool:
        """Ask again; tell whether anything changed."""
        try:
            found = [f"http://{address}:{self.port}" for address in self.lookup(self.name)]
        except OSError:
            return False
        has_changed = bool(found) and found != self.urls
        if has_changed:
            self.urls = found
        return has_changed


def parsed(argument: str) -> tuple[str, Replicas]:
    """Return the tier and its replicas out of `local=local-api:8000`."""
    tier, _, address = argument.partition("=")
    name, _, port = address.partition(":")
    if not (tier and name and port.isdecimal()):
        raise ValueError(
            f"{argument!r} is not of the form tier=name:port, as in local=local-api:8000"
        )
    return tier, Replicas(name, int(port))
