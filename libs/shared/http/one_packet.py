"""An answer's head and body leave in one packet, not in two.

uvicorn writes them one after the other, and each write is sent at once. Together they cost half the
system calls here and in the gateway, and a process that is killed leaves a whole answer or none.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD = b"HTTP/"


class OnePacketTransport(asyncio.Transport):
    """Keeps an answer's head until its body comes, or until the event loop turns."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._head = b""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send, together with what is kept. What looks like a head may be a body: it waits too."""
        if self._head:
            head, self._head = self._head, b""
            self._transport.write(head + data)
        elif data[: len(HEAD)] == HEAD:
            self._head = bytes(data)
            self._loop.call_soon(self._send_head)
        else:
            self._transport.write(data)

    def _send_head(self) -> None:
        if self._head:
            self.write(b"")

    def close(self) -> None:
        """Send what is kept, then close."""
        self._send_head()
        self._transport.close()

    def abort(self) -> None:
        """Close at once, whatever is lost."""
        self._head = b""
        self._transport.abort()

    def is_closing(self) -> bool:
        """Tell whether the connection is on its way out."""
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: object = None) -> Any:
        """Return what is known of the connection."""
        return self._transport.get_extra_info(name, default)

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Hand the connection to another protocol."""
        self._transport.set_protocol(protocol)

    def pause_reading(self) -> None:
        """Let the client wait."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Let the client go on."""
        self._transport.resume_reading()


class OnePacketProtocol(HttpToolsProtocol):
    """uvicorn's HTTP/1.1 over a transport that sends whole answers."""

    def connection_made(  # pyright: ignore[reportIncompatibleMethodOverride]  as uvicorn narrows it
        self, transport: asyncio.Transport
    ) -> None:
        """Begin a connection."""
        super().connection_made(OnePacketTransport(transport, self.loop))
