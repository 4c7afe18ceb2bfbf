"""How Meta is asked: the token in a header, and a proof where the app's secret is known."""

import pytest

from local.connectors.graph.host import GraphHost, appsecret_proof
from shared.connectors.connector import Access
from tests.vendors.contract import as_asked

ACCESS = Access({}, {"access_token": "EAAB"})
SECRET = "app_secret_for_tests"
# Made with another program, after the algorithm on Meta's page.
PROOF = "474322eac2edaa125db4f87d34b9c8c4e06dcbc8a009bd37ec7941342c6bf92c"


def test_the_proof_is_the_token_signed_with_the_apps_secret() -> None:
    assert appsecret_proof(SECRET, "EAAB") == PROOF


@pytest.mark.parametrize(("secret", "proven"), [(SECRET, [("appsecret_proof", PROOF)]), ("", [])])
def test_the_proof_goes_with_every_request(secret: str, proven: list[tuple[str, str]]) -> None:
    host = GraphHost(url="https://graph.example/v25.0", app_secret=secret)
    read, deletion = host.reading("10", ACCESS), host.deletion("10", ACCESS)
    assert as_asked(read).query == as_asked(deletion).query == proven
    assert host.posting("10", {"message": "x"}, ACCESS).json() == {"message": "x", **dict(proven)}


def test_secrets_are_not_shown() -> None:
    host = GraphHost(url="https://graph.example/v25.0", app_secret=SECRET)
    request = host.reading("10", ACCESS)
    assert SECRET not in repr(host)
    assert "EAAB" not in request.url
    assert request.headers == {"Authorization": "Bearer EAAB"}
