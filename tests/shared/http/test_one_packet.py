import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.http.one_packet import OnePacketTransport

HEAD = b"HTTP/1.1 200 OK\r\n\r\n"


class Wire(asyncio.Transport):
    """A connection that remembers what it was told."""

    def __init__(self) -> None:
        super().__init__({"peername": ("127.0.0.1", 5)})
        self.packets: list[bytes] = []
        self.told: list[str] = []
        self.protocol: asyncio.BaseProtocol | None = None

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.packets.append(bytes(data))

    def close(self) -> None:
        self.told.append("close")

    def abort(self) -> None:
        self.told.append("abort")

    def is_closing(self) -> bool:
        return bool(self.told)

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self.protocol = protocol

    def pause_reading(self) -> None:
        self.told.append("pause")

    def resume_reading(self) -> None:
        self.told.append("resume")


def connection() -> tuple[Wire, OnePacketTransport]:
    wire = Wire()
    return wire, OnePacketTransport(wire, asyncio.get_running_loop())


async def test_head_and_body_leave_together() -> None:
    wire, transport = connection()
    transport.write(HEAD)
    assert wire.packets == []
    transport.write(b"body")
    assert wire.packets == [HEAD + b"body"]


async def test_a_head_without_a_body_leaves_by_itself() -> None:
    wire, transport = connection()
    transport.write(HEAD)
    await asyncio.sleep(0)
    assert wire.packets == [HEAD]


async def test_nothing_is_sent_twice() -> None:
    wire, transport = connection()
    transport.write(HEAD)
    transport.write(b"body")
    await asyncio.sleep(0)
    assert wire.packets == [HEAD + b"body"]


async def test_what_is_kept_is_sent_before_the_end() -> None:
    wire, transport = connection()
    transport.write(HEAD)
    transport.close()
    assert (wire.packets, wire.told, transport.is_closing()) == ([HEAD], ["close"], True)


async def test_an_abort_sends_nothing_more() -> None:
    wire, transport = connection()
    transport.write(HEAD)
    transport.abort()
    await asyncio.sleep(0)
    assert (wire.packets, wire.told) == ([], ["abort"])


@given(chunks=st.lists(st.sampled_from([HEAD, b"HTTP/", b"HTTP", b"x" * 9, b"", b"HTTP/2"])))
async def test_every_byte_arrives_once_and_in_order(chunks: list[bytes]) -> None:
    wire, transport = connection()
    for chunk in chunks:
        transport.write(chunk)
    await asyncio.sleep(0)
    assert b"".join(wire.packets) == b"".join(chunks)


@pytest.mark.parametrize("kind", [bytearray, memoryview])
async def test_any_bytes_like_object_will_do(kind: Any) -> None:
    wire, transport = connection()
    transport.write(kind(HEAD))
    transport.write(kind(b"body"))
    assert wire.packets == [HEAD + b"body"]


async def test_everything_else_is_passed_on() -> None:
    wire, transport = connection()
    protocol = asyncio.Protocol()
    transport.set_protocol(protocol)
    transport.pause_reading()
    transport.resume_reading()
    assert (wire.protocol, wire.told) == (protocol, ["pause", "resume"])
    assert transport.get_extra_info("peername") == ("127.0.0.1", 5)
