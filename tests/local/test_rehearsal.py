import json
import threading
from collections.abc import Generator
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from local.rehearsal import REVIEWS, GoogleStandIn, how_to_use, server_of


@pytest.fixture
def stand_in() -> Generator[tuple[int, str]]:
    played = GoogleStandIn()
    with server_of(played, 0) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield server.server_port, how_to_use(server.server_port, played.secrets)
        server.shutdown()
        serving.join()


def asked(port: int, method: str, path: str, body: object = None, token: str = "") -> Any:
    content = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = Request(f"http://127.0.0.1:{port}{path}", content, headers, method=method)
    with urlopen(request) as answer:  # noqa: S310  as above
        return json.load(answer)


def test_a_review_is_written_answered_and_read_back(stand_in: tuple[int, str]) -> None:
    port, said = stand_in
    assert f"LOCAL_GOOGLE_BUSINESS_OAUTH_URL=http://127.0.0.1:{port}" in said
    made = asked(port, "POST", REVIEWS, {"stars": 5, "comment": "Lovely!"})
    name = made["name"]
    token = said.partition('"access_token": "')[2].partition('"')[0]
    asked(port, "PUT", f"/v4/{name}/reply", {"comment": "Thank you."}, token)
    shown = json.dumps(asked(port, "GET", REVIEWS))
    assert "Lovely!" in shown
    assert "Thank you." in shown


@pytest.mark.parametrize("body", [{"stars": 6}, {"stars": "five"}, ["five"]])
def test_what_is_no_review_is_refused(stand_in: tuple[int, str], body: object) -> None:
    with pytest.raises(HTTPError) as refused:
        asked(stand_in[0], "POST", REVIEWS, body)
    refused.value.close()
    assert refused.value.code == 422


def test_without_its_token_google_lets_nobody_in(stand_in: tuple[int, str]) -> None:
    with pytest.raises(HTTPError) as refused:
        asked(stand_in[0], "GET", "/v4/accounts/1/locations/2/reviews")
    refused.value.close()
    assert refused.value.code == 401
