"""A line to a server that can fall silent: nothing is refused, nothing ends, nothing arrives."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing, suppress

CHUNK_BYTES = 65_536


class SilentLine:
    """Forwards bytes between its clients and one server, while it may speak."""

    def __init__(self, server_port: int) -> None:
        self.port = 0
        self._server_port = server_port
        self._speaks = asyncio.Event()
        self._speaks.set()

    def fall_silent(self) -> None:
        """Keep every byte from now on."""
        self._speaks.clear()

    def speak(self) -> None:
        """Deliver what was kept, and what comes."""
        self._speaks.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one client's bytes both ways until either side ends."""
        with closing(writer):
            await self._speaks.wait()
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._server_port)
            with closing(up_writer):
                async with asyncio.TaskGroup() as ways:
                    ways.create_task(self._carry(reader, up_writer))
                    ways.create_task(self._carry(up_reader, writer))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while chunk := await reader.read(CHUNK_BYTES):
                await self._speaks.wait()
                writer.write(chunk)
                await writer.drain()
        writer.close()


@asynccontextmanager
async def silent_line(server_port: int) -> AsyncGenerator[SilentLine]:
    """Open a line to the server on this port; at the end it is cut."""
    line = SilentLine(server_port)
    carrying: set[asyncio.Task[None]] = set()

    def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        carrying.add(asyncio.create_task(line.serve(reader, writer)))

    server = await asyncio.start_server(carry, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        server.close()
        for task in carrying:
            task.cancel()
        await asyncio.gather(*carrying, return_exceptions=True)
