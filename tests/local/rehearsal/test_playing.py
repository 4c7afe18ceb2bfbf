import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from local.connectors.facebook_pages.facebook_pages import facebook_pages
from local.connectors.facebook_pages.port import VENDOR as FACEBOOK
from local.connectors.facebook_pages.port import CreatePost
from local.connectors.graph.host import GraphHost
from local.connectors.instagram.instagram import instagram
from local.connectors.instagram.port import VENDOR as INSTAGRAM
from local.connectors.instagram.port import CreateContainer
from local.rehearsal.google import REVIEWS
from local.rehearsal.meta import COMMENTS, MetaStandIn
from local.rehearsal.playing import Stage, how_to_use, server_of, telling
from local.rehearsal.whatsapp import APP_SECRET, MESSAGES
from shared.connectors.connector import Access
from shared.connectors.exchange import VendorRequest
from shared.connectors.inbound import is_from_meta
from tests.local.connectors.desk import call

HOST = GraphHost(url="http://x/v25.0", app_secret=APP_SECRET)
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
POSTS = [
    (
        facebook_pages(HOST),
        {"page_id": "30"},
        "post.create",
        CreatePost(message="Fresh jalebi.", first_tried_at=NOW),
    ),
    (
        instagram(HOST),
        {"ig_user_id": "40"},
        "container.create",
        CreateContainer(image_url="https://shop.example/any.jpg"),
    ),
]


@pytest.fixture
def stand_in() -> Generator[tuple[int, str]]:
    played = Stage("http://127.0.0.1:9")
    with server_of(played, 0) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield server.server_port, how_to_use(server.server_port, played)
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


def test_on_facebook_and_instagram_posts_are_made_and_guests_comment(
    stand_in: tuple[int, str],
) -> None:
    port, said = stand_in
    assert f"LOCAL_INSTAGRAM_URL=http://127.0.0.1:{port}/v25.0" in said
    nobody = MetaStandIn(APP_SECRET).secrets[FACEBOOK]["access_token"]
    assert nobody in said
    with pytest.raises(HTTPError) as refused:
        asked(port, "POST", COMMENTS, {"text": "Price?"})
    refused.value.close()
    assert refused.value.code == 422


def test_the_connectors_post_and_read_comments_over_the_play() -> None:
    stage = Stage("http://127.0.0.1:9")
    for connector, account, capability, wish in POSTS:
        access = Access(account, stage.meta.secrets[connector.vendor])
        made = stage.answer(connector.build(call(capability, wish), access))
        assert made.status == 200, made.content
    guest = json.dumps({"on": FACEBOOK, "text": "Price?"}).encode()
    told = VendorRequest(method="POST", url=f"http://x{COMMENTS}", body=guest)
    assert stage.answer(told).status == 201
    shown = stage.answer(VendorRequest(method="GET", url=f"http://x{COMMENTS}")).json()
    assert shown[FACEBOOK][0]["post"] == "Fresh jalebi."
    assert [c["words"] for c in shown[FACEBOOK][0]["comments"]] == ["Price?"]
    assert shown[INSTAGRAM] == []


class Gateway(BaseHTTPRequestHandler):
    """Takes webhooks, and keeps what is signed."""

    taken: ClassVar[list[Any]] = []

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        if is_from_meta(raw, self.headers["X-Hub-Signature-256"], [APP_SECRET]):
            self.taken.append(json.loads(raw))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base's name
        """Say nothing."""


@contextmanager
def answering(server: ThreadingHTTPServer) -> Generator[int]:
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield server.server_port
    server.shutdown()
    serving.join()


def test_what_a_customer_writes_is_told_signed_and_answers_are_shown() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Gateway) as gateway, answering(gateway) as hook:
        stage = Stage(f"http://127.0.0.1:{hook}")
        with server_of(stage, 0) as server, answering(server) as port:
            asked(port, "POST", MESSAGES, {"text": "Namaste"})
            stage.whatsapp.tell_what_is_new()
            text = {"body": "Hello"}
            body = {"messaging_product": "whatsapp", "to": "919800000001", "type": "text"}
            token = stage.whatsapp.secrets["access_token"]
            asked(port, "POST", "/v23.0/10/messages", body | {"text": text}, token)
            assert asked(port, "GET", MESSAGES) == [{"words": "Hello", "buttons": []}]
            with telling(stage, every_seconds=0.01):
                stage.whatsapp.tell_what_is_new()
    messages = [p["entry"][0]["changes"][0]["value"].get("messages") for p in Gateway.taken]
    assert messages[0][0]["text"]["body"] == "Namaste"
    assert len(Gateway.taken) >= 2


def test_what_nobody_takes_is_told_again_later() -> None:
    heard: list[bytes] = []
    stage = Stage("http://127.0.0.1:9")
    answer = stage.answer(
        VendorRequest(
            method="POST", url=f"http://x{MESSAGES}", body=json.dumps({"text": "Hi"}).encode()
        )
    )
    assert answer.status == 201
    stage.whatsapp.tell_what_is_new()

    def hear(payload: bytes) -> bool:
        heard.append(payload)
        return True

    stage.whatsapp.tell = hear
    stage.whatsapp.tell_what_is_new()
    stage.whatsapp.tell_what_is_new()
    assert len(heard) == 1


def test_words_are_needed_to_play() -> None:
    stage = Stage("http://127.0.0.1:9")
    asked_for_nothing = VendorRequest(method="POST", url=f"http://x{MESSAGES}", body=b"{}")
    assert stage.answer(asked_for_nothing).status == 422
