import socket

import pytest

from discovery.replicas import Replicas, looked_up, parsed


class Names:
    """A resolver whose answers change."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def __call__(self, name: str) -> list[str]:
        if not self.addresses:
            raise socket.gaierror(-3, "Temporary failure in name resolution")
        return self.addresses


def test_each_address_of_a_name_is_a_replica() -> None:
    names = Names()
    names.addresses = ["10.0.0.2", "10.0.0.3"]
    replicas = Replicas("local-api", 8000, names)
    assert replicas.refresh()
    assert replicas.urls == ["http://10.0.0.2:8000", "http://10.0.0.3:8000"]


def test_the_same_answer_again_is_no_change() -> None:
    names = Names()
    names.addresses = ["10.0.0.2"]
    replicas = Replicas("local-api", 8000, names)
    assert [replicas.refresh(), replicas.refresh()] == [True, False]


def test_a_replica_that_went_is_forgotten() -> None:
    names = Names()
    names.addresses = ["10.0.0.2", "10.0.0.3"]
    replicas = Replicas("local-api", 8000, names)
    replicas.refresh()
    names.addresses = ["10.0.0.3"]
    assert replicas.refresh()
    assert replicas.urls == ["http://10.0.0.3:8000"]


def test_a_resolver_that_fails_takes_no_replica_away() -> None:
    names = Names()
    replicas = Replicas("local-api", 8000, names)
    assert (replicas.refresh(), replicas.urls) == (False, [])
    names.addresses = ["10.0.0.2"]
    replicas.refresh()
    names.addresses = []
    assert not replicas.refresh()
    assert replicas.urls == ["http://10.0.0.2:8000"]


def test_this_machine_knows_itself() -> None:
    assert looked_up("127.0.0.1") == ["127.0.0.1"]


def test_a_tier_and_its_name_are_one_argument() -> None:
    tier, replicas = parsed("local=local-api:8000")
    assert (tier, replicas.name, replicas.port) == ("local", "local-api", 8000)


@pytest.mark.parametrize("wrong", ["local", "local=", "local=api", "local=api:x", "=api:8000"])
def test_an_argument_of_another_form_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"as in local=local-api:8000"):
        parsed(wrong)
