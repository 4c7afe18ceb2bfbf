"""How are the vendors played behind one port, and what does one type to play along?"""

import json
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from local.connectors.facebook_pages.port import VENDOR as FACEBOOK
from local.connectors.google_business.port import VENDOR as GOOGLE
from local.connectors.instagram.port import VENDOR as INSTAGRAM
from local.rehearsal.google import ACCOUNT_ID, LOCATION_ID, REVIEWS, GoogleStandIn
from local.rehearsal.meta import ACCOUNT as INSTAGRAM_ACCOUNT
from local.rehearsal.meta import COMMENTS, PAGE, MetaStandIn
from local.rehearsal.whatsapp import (
    ACCOUNT,
    APP_SECRET,
    MESSAGES,
    NUMBER,
    WhatsAppStandIn,
    teller,
)
from shared.connectors.exchange import VendorAnswer, VendorRequest

_GRAPH, _PAGES = "/v23.0", "/v25.0"
_LOCAL = "$VLO_GATEWAY_URL/api/v2/local"
_HEAD = '-H "X-API-Key: $VLO_LOCAL_KEY" -H "Content-Type: application/json"'
_EVERY_SECONDS = 1.0
_PLAYED = "Google, WhatsApp, Facebook and Instagram"


class Stage:
    """All vendors; an address says which of them is asked."""

    def __init__(self, gateway: str) -> None:
        self.google = GoogleStandIn()
        self.whatsapp = WhatsAppStandIn(teller(gateway))
        self.meta = MetaStandIn(APP_SECRET)

    def answer(self, request: VendorRequest) -> VendorAnswer:
        """Answer as the vendor does whose address it is."""
        path = "/" + request.url.split("/", 3)[3]
        if path.startswith((f"{_GRAPH}/", MESSAGES)):
            return self.whatsapp.answer(request)
        if path.startswith((f"{_PAGES}/", COMMENTS)):
            return self.meta.answer(request)
        return self.google.answer(request)


def serve(port: int, gateway: str, say: Callable[[str], None]) -> None:
    """Answer on this port of the loopback until interrupted."""
    stage = Stage(gateway)
    with server_of(stage, port) as server, telling(stage):
        say(how_to_use(server.server_port, stage))
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("The stand-ins have stopped.")


@contextmanager
def telling(stage: Stage, every_seconds: float = _EVERY_SECONDS) -> Generator[None]:
    """Have WhatsApp's webhooks sent for as long as the play lasts."""
    is_over = Event()

    def tell() -> None:
        while not is_over.wait(every_seconds):
            stage.whatsapp.tell_what_is_new()

    thread = Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def server_of(stage: Stage, port: int) -> ThreadingHTTPServer:
    """Return the server of a stage, not yet answering."""
    return ThreadingHTTPServer(("127.0.0.1", port), _handler(stage))


def how_to_use(port: int, stage: Stage) -> str:
    """Return what to type in another terminal."""
    url = f"http://127.0.0.1:{port}"
    hosts = ("", "_INFORMATION", "_PERFORMANCE", "_OAUTH")
    google = " ".join(f"LOCAL_GOOGLE_BUSINESS{host}_URL={url}" for host in hosts)
    client = "LOCAL_GOOGLE_BUSINESS_CLIENT_ID=demo LOCAL_GOOGLE_BUSINESS_CLIENT_SECRET=demo"
    whatsapp = f"LOCAL_WHATSAPP_URL={url}{_GRAPH} LOCAL_META_APP_SECRET={APP_SECRET}"
    pages = f"LOCAL_FACEBOOK_URL={url}{_PAGES} LOCAL_INSTAGRAM_URL={url}{_PAGES}"
    return "\n".join(
        [
            f"Stand-ins for {_PLAYED} answer on {url} until Ctrl-C. In another terminal:",
            "",
            f"make down; {google} {client} \\",
            f"    {whatsapp} \\",
            f"    {pages} make up",
            ". .vlo/demo.env",
            *_playing_google(url, stage.google),
            "",
            *_playing_whatsapp(url, stage.whatsapp),
            "",
            *_playing_meta(url, stage.meta),
        ]
    )


def _playing_google(url: str, google: GoogleStandIn) -> list[str]:
    profile = {"account_id": ACCOUNT_ID, "location_id": LOCATION_ID}
    return [
        _connecting(GOOGLE, profile, google.secrets),
        f'curl -s {url}{REVIEWS} -d \'{{"stars": 5, "comment": "Lovely haircut!"}}\'',
        f"curl -s -X POST {_LOCAL}/review-replies/syncs {_HEAD}",
        f"curl -s {_LOCAL}/review-replies {_HEAD}   # verified ten minutes later",
    ]


def _playing_whatsapp(url: str, whatsapp: WhatsAppStandIn) -> list[str]:
    number = {"phone_number_id": NUMBER, "waba_id": ACCOUNT}
    return [
        _connecting(whatsapp.vendor, number, whatsapp.secrets),
        f'curl -s {url}{MESSAGES} -d \'{{"text": "kitne baje tak khula hai?"}}\'',
        f"curl -s {url}{MESSAGES}   # what the customer got to read",
        f"curl -s {_LOCAL}/messages {_HEAD}   # delivered within seconds",
    ]


def _playing_meta(url: str, meta: MetaStandIn) -> list[str]:
    guest = json.dumps({"on": INSTAGRAM, "text": "Price kya hai?"})
    return [
        _connecting(FACEBOOK, {"page_id": PAGE}, meta.secrets[FACEBOOK]),
        _connecting(INSTAGRAM, {"ig_user_id": INSTAGRAM_ACCOUNT}, meta.secrets[INSTAGRAM]),
        f"curl -s {url}{COMMENTS} -d '{guest}'   # once something is posted there",
        f"curl -s {url}{COMMENTS}   # the posts, and what stands under them",
    ]


def _connecting(vendor: str, account: Mapping[str, str], secrets: Mapping[str, str]) -> str:
    body = json.dumps({"account": dict(account), "secrets": dict(secrets)})
    return f"curl -s -X PUT {_LOCAL}/connections/{vendor} {_HEAD} \\\n     -d '{body}'"


def _handler(stage: Stage) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """One exchange."""

        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base's name
            """Say nothing: words are for the shop and its customer alone."""

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            request = VendorRequest(
                method=self.command,
                url=f"http://{self.headers.get('Host', '')}{self.path}",
                headers=dict(self.headers.items()),
                body=self.rfile.read(length),
            )
            answer = stage.answer(request)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815  the base's names

    return Handler
