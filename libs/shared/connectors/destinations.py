"""May we send to an address that a stranger typed in? Only where it leads out, into the open net.

Whoever may name an address may otherwise have us ask our own database, or a cloud's metadata. The
name is looked up here, and whoever sends connects to the very address that was looked at.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

_NAT64 = IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")
_IPV4_COMPATIBLE = IPv6Network("::/96")
_MOST_CHARACTERS = 2_000
_PORTS = {"https": 443, "http": 80}
_LOW_32_BITS = 0xFFFF_FFFF

Lookup = Callable[[str, int], Awaitable[Sequence[str]]]


class ForbiddenDestinationError(Exception):
    """Nothing is sent there; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where a request goes: the name that the other side must prove, and the address behind it."""

    host: str
    address: str
    port: int


def problem_of(url: str, *, may_be_inside: bool) -> str | None:
    """Return what is wrong with an address as it is written, None where nothing is.

    `may_be_inside` is for rehearsals on one machine: there a plain, local address is good too.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "is no web address"
    is_strange = len(url) > _MOST_CHARACTERS or any(letter.isspace() for letter in url)
    schemes = ("https", "http") if may_be_inside else ("https",)
    has_login = parts.username is not None or parts.password is not None
    problems = (
        (is_strange, f"must have no spaces and at most {_MOST_CHARACTERS} characters"),
        (not host or parts.scheme not in schemes, "must begin with https://"),
        (has_login, "must hold no name and no password: the signature tells who sends"),
        (bool(parts.fragment), "must have no part after #"),
        (port == 0, "has no usable port"),
        (not may_be_inside and _is_inside(host), INSIDE),
    )
    return next((problem for is_so, problem in problems if is_so), None)


async def destination_of(url: str, lookup: Lookup, *, may_be_inside: bool) -> Destination:
    """Return where an address leads; raise ForbiddenDestinationError where nobody may go.

    Every address behind the name must lead out: one of several could be picked by chance.
    """
    if problem := problem_of(url, may_be_inside=may_be_inside):
        message = f"The address {problem}."
        raise ForbiddenDestinationError(message)
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    addresses = await lookup(host, port)
    if not may_be_inside and any(_is_inside(address) for address in addresses):
        message = f"The address {INSIDE}."
        raise ForbiddenDestinationError(message)
    if not addresses:
        message = f"Nobody knows where {host} is."
        raise ForbiddenDestinationError(message)
    return Destination(host=host, address=addresses[0], port=port)


async def system_lookup(host: str, port: int) -> Sequence[str]:
    """Return the addresses behind a name, as this machine knows them; none where it does not."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(address[0]) for _, _, _, _, address in found]


def _is_inside(host: str) -> bool:
    """Tell whether an address leads anywhere but into the open net; a name tells nothing."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return not all(_is_open(one) for one in (address, *_carried(address)))


def _is_open(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast


def _carried(address: IPv4Address | IPv6Address) -> Sequence[IPv4Address]:
    """Return the IPv4 addresses that an IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if any(address in net for net in (_NAT64, _NAT64_LOCAL, _IPV4_COMPATIBLE)):
        found.append(IPv4Address(int(address) & _LOW_32_BITS))
    return [one for one in found if one is not None]


INSIDE = "leads to a private or reserved network, where nothing is sent"
