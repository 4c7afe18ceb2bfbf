"""`python -m local.rehearsal [PORT]`: plays Google Business Profile, to see replies go out.

It is the connector's own twin, which keeps Google's rules, behind a port. What it holds is gone
when it stops.
"""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any

from local.connectors.answer_values import mapping, text
from local.connectors.google_business.held import GoogleRules
from local.connectors.google_business.memory import GoogleTwin
from local.connectors.twin import answered, as_asked
from shared.clock import SystemClock
from shared.connectors.exchange import VendorAnswer, VendorRequest

REVIEWS = "/stand-in/reviews"
ACCOUNT_ID, LOCATION_ID = "1", "2"
_PORT = 9099
_MODERATION_SECONDS = 5.0
_MOST_STARS, _CREATED, _WRONG = 5, 201, 422


class GoogleStandIn:
    """One shop at a Google of its own; whoever calls takes turns."""

    def __init__(self) -> None:
        rules = GoogleRules(reply_moderation_seconds=_MODERATION_SECONDS)
        self._twin = GoogleTwin(SystemClock(), rules=rules)
        self.secrets = self._twin.add_shop(ACCOUNT_ID, LOCATION_ID, title="Demo shop")
        self._lock = Lock()

    def answer(self, request: VendorRequest) -> VendorAnswer:
        """Answer as Google does, or take part in the play where the address says so."""
        with self._lock:
            if request.url.partition("?")[0].endswith(REVIEWS):
                return self._played(request)
            return self._twin.answer(as_asked(request))

    def _played(self, request: VendorRequest) -> VendorAnswer:
        if request.method == "GET":
            reviews = self._twin.shops[LOCATION_ID].reviews.values()
            return answered(200, json.loads(json.dumps([asdict(r) for r in reviews], default=str)))
        wish = mapping(request.json())
        stars = wish.get("stars")
        if not isinstance(stars, int) or not 1 <= stars <= _MOST_STARS:
            return answered(_WRONG, {"detail": "Send stars from 1 to 5, and a comment or none."})
        name = self._twin.add_review(LOCATION_ID, stars, text(wish.get("comment")), "A guest")
        return answered(_CREATED, {"name": name})


def serve(port: int, say: Callable[[str], None]) -> None:
    """Answer on this port of the loopback until interrupted."""
    stand_in = GoogleStandIn()
    with server_of(stand_in, port) as server:
        say(how_to_use(server.server_port, stand_in.secrets))
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("The stand-in has stopped.")


def server_of(stand_in: GoogleStandIn, port: int) -> ThreadingHTTPServer:
    """Return the server of a stand-in, not yet answering."""
    return ThreadingHTTPServer(("127.0.0.1", port), _handler(stand_in))


def how_to_use(port: int, secrets: Mapping[str, str]) -> str:
    """Return what to type in another terminal."""
    url = f"http://127.0.0.1:{port}"
    hosts = ("", "_INFORMATION", "_PERFORMANCE", "_OAUTH")
    settings = " ".join(f"LOCAL_GOOGLE_BUSINESS{host}_URL={url}" for host in hosts)
    client = "LOCAL_GOOGLE_BUSINESS_CLIENT_ID=demo LOCAL_GOOGLE_BUSINESS_CLIENT_SECRET=demo"
    connection = {
        "account": {"account_id": ACCOUNT_ID, "location_id": LOCATION_ID},
        "secrets": dict(secrets),
    }
    local = "$VLO_GATEWAY_URL/api/v2/local"
    head = '-H "X-API-Key: $VLO_LOCAL_KEY" -H "Content-Type: application/json"'
    return "\n".join(
        [
            f"A stand-in for Google answers on {url} until Ctrl-C. In another terminal:",
            "",
            f"make down; {settings} {client} make up",
            ". .vlo/demo.env",
            f"curl -s -X PUT {local}/connections/google_my_business {head} \\",
            f"     -d '{json.dumps(connection)}'",
            f'curl -s {url}{REVIEWS} -d \'{{"stars": 5, "comment": "Lovely haircut!"}}\'',
            f"curl -s -X POST {local}/review-replies/syncs {head}",
            f"curl -s {local}/review-replies {head}   # verified ten minutes later",
        ]
    )


def _handler(stand_in: GoogleStandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """One exchange."""

        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base's name
            """Say nothing: replies are for the shop alone."""

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            request = VendorRequest(
                method=self.command,
                url=f"http://{self.headers.get('Host', '')}{self.path}",
                headers=dict(self.headers.items()),
                body=self.rfile.read(length),
            )
            answer = stand_in.answer(request)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815  the base's names

    return Handler


def main() -> None:
    """Play until interrupted, on the port that is named or 9099."""
    serve(int(sys.argv[1]) if sys.argv[1:] else _PORT, print)


if __name__ == "__main__":
    main()
