import socket
from collections.abc import Generator

import pytest

from onebox.errors import PortTakenError
from onebox.ports import PortBook, choose, is_free, require_gateway_port


@pytest.fixture
def taken_port() -> Generator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_somebody_listens_on_is_not_free(taken_port: int) -> None:
    assert not is_free(taken_port)


def test_a_taken_gateway_port_is_one_line_that_says_what_to_do(taken_port: int) -> None:
    with pytest.raises(PortTakenError) as refusal:
        require_gateway_port(taken_port)
    message = str(refusal.value)
    assert f"Port {taken_port} is taken" in message
    assert "make up PORT=" in message
    assert f"lsof -i :{taken_port}" in message
    assert "\n" not in message


def test_a_free_gateway_port_is_accepted() -> None:
    require_gateway_port(choose(()))


def test_a_name_keeps_its_port_over_restarts() -> None:
    first = PortBook({}, free=lambda _: True)
    port = first.port_of("local-api-1")
    second = PortBook(first.as_mapping(), free=lambda _: True)
    assert second.port_of("local-api-1") == port


def test_a_port_taken_by_somebody_else_is_chosen_again() -> None:
    book = PortBook({"local-api-1": 20_001}, free=lambda port: port != 20_001)
    assert book.port_of("local-api-1") != 20_001


def test_a_port_is_checked_once_because_later_it_is_taken_by_ourselves() -> None:
    answers = iter([True, False, False])
    book = PortBook({"gateway-internal": 20_002}, free=lambda _: next(answers))
    assert [book.port_of("gateway-internal") for _ in range(3)] == [20_002] * 3


def test_two_names_never_share_a_port_even_in_a_damaged_file() -> None:
    book = PortBook({"a": 20_003, "b": 20_003}, free=lambda _: True)
    assert book.port_of("a") != book.port_of("b")


def test_the_gateways_own_port_is_never_given_away() -> None:
    book = PortBook({"a": 20_004}, frozenset({20_004}), free=lambda _: True)
    assert book.port_of("a") != 20_004


def test_no_free_port_at_all_is_said_in_words() -> None:
    with pytest.raises(PortTakenError, match="No free port"):
        choose((), free=lambda _: False)
