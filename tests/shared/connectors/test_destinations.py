from collections.abc import Sequence

import pytest

from shared.connectors.destinations import (
    Destination,
    ForbiddenDestinationError,
    Lookup,
    destination_of,
    problem_of,
    system_lookup,
)

INSIDE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - an address that must be refused
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "2002:7f00:1::",
    "64:ff9b::10.0.0.1",
    "::10.0.0.1",
]
OUTSIDE = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"]


def looking_up(*addresses: str) -> Lookup:
    async def lookup(_host: str, _port: int) -> Sequence[str]:
        return addresses

    return lookup


@pytest.mark.parametrize("address", INSIDE)
async def test_a_name_that_leads_inside_is_refused(address: str) -> None:
    with pytest.raises(ForbiddenDestinationError, match="private or reserved"):
        await _to("https://shop.example/x", address)


@pytest.mark.parametrize("address", INSIDE)
async def test_one_address_inside_among_others_is_enough_to_refuse(address: str) -> None:
    with pytest.raises(ForbiddenDestinationError):
        await _to("https://shop.example/x", OUTSIDE[0], address)


@pytest.mark.parametrize("address", OUTSIDE)
async def test_a_name_that_leads_out_is_followed_to_the_address_that_was_looked_at(
    address: str,
) -> None:
    there = await _to("https://shop.example:8443/x", address)
    assert there == Destination(host="shop.example", address=address, port=8443)


async def test_a_name_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ForbiddenDestinationError, match="Nobody knows"):
        await _to("https://shop.example/x")


@pytest.mark.parametrize("written", ["2130706433", "0x7f000001", "127.1", "localhost"])
async def test_other_ways_to_write_this_machine_are_refused(written: str) -> None:
    with pytest.raises(ForbiddenDestinationError):
        await destination_of(f"https://{written}/x", system_lookup, may_be_inside=False)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://shop.example/x", "must begin with https://"),
        ("ftp://shop.example/x", "must begin with https://"),
        ("https:///x", "must begin with https://"),
        ("shop.example", "must begin with https://"),
        ("", "must begin with https://"),
        ("https://a:b@shop.example/x", "no name and no password"),
        ("https://a@shop.example/x", "no name and no password"),
        ("https://shop.example/x#part", "no part after #"),
        ("https://shop.example:0/x", "no usable port"),
        ("https://shop.example:99999/x", "is no web address"),
        ("https://[::1/x", "is no web address"),
        ("https://shop.example/a b", "no spaces"),
        ("https://shop.example/a\nb", "no spaces"),
        ("https://shop.example/" + "a" * 2_000, "at most 2000"),
        ("https://127.0.0.1/x", "private or reserved"),
        ("https://[::ffff:10.0.0.1]/x", "private or reserved"),
    ],
)
def test_an_address_is_refused_with_its_reason(url: str, problem: str) -> None:
    assert problem in (problem_of(url, may_be_inside=False) or "")


def test_a_rehearsal_may_stay_on_its_machine() -> None:
    assert problem_of("http://127.0.0.1:9000/x", may_be_inside=True) is None
    assert problem_of("https://shop.example/x?y=1", may_be_inside=False) is None


async def _to(url: str, *addresses: str) -> Destination:
    lookup = looking_up(*addresses)
    return await destination_of(url, lookup, may_be_inside=False)
