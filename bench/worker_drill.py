"""`python -m bench.worker_drill [TASKS] [KILLS]`: kill -9 of the worker, again and again, at work.

A shop of a stack of its own gets one question after another over WhatsApp, which is played here by
the connector's twin on a real socket. Each question is a task: its webhook is kept, a job reads it,
a job answers it. The worker is killed at random moments. Every question must end in exactly one
answer, or be known to be unconfirmed; none may have two; and after each death the work must go on
within 15 seconds. It ends with exit code 1 where that does not hold.
"""

import hmac
import json
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any, cast

import httpx
import psycopg

from bench.stack import Stack, own_stack
from local.connectors.twin import as_asked
from local.connectors.whatsapp.memory import WhatsAppTwin
from onebox.control import call
from shared.clock import SystemClock
from shared.connectors.exchange import VendorRequest
from shared.connectors.inbound import META_SIGNATURE

NUMBER, WABA, APP_SECRET = "10", "20", "of-the-drill"
QUESTION = "kitne baje tak khula hai?"
PER_SECOND = 10.0
WITHIN_SECONDS = 15.0
SETTLED_SECONDS = 420.0
_TOLD_EVERY_SECONDS, _LOOKED_EVERY_SECONDS = 0.2, 0.05
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = {day: [{"open": "10:00", "close": "20:00"}] for day in _DAYS}


@dataclass
class PlayedWhatsApp:
    """WhatsApp for one shop, and when it took each message."""

    twin: WhatsAppTwin = field(default_factory=lambda: WhatsAppTwin(SystemClock()))
    lock: threading.Lock = field(default_factory=threading.Lock)
    taken_at: list[float] = field(default_factory=list[float])

    def answer(self, request: VendorRequest) -> tuple[int, dict[str, str], bytes]:
        """Answer as WhatsApp does."""
        with self.lock:
            before = len(self.twin.numbers[NUMBER].messages)
            answer = self.twin.answer(as_asked(request))
            if len(self.twin.numbers[NUMBER].messages) > before:
                self.taken_at.append(time.monotonic())
        return answer.status, dict(answer.headers), answer.content

    def question(self, number: int) -> bytes:
        """Let somebody new ask something; return the webhook's payload."""
        with self.lock:
            person = self.twin.add_person(NUMBER, f"9198{number:08d}", f"IN.{number}")
            return json.dumps(self.twin.receive(NUMBER, person, QUESTION)).encode()

    def notices(self) -> list[bytes]:
        """Return what WhatsApp would tell now."""
        with self.lock:
            return [json.dumps(notice).encode() for notice in self.twin.notices()]

    def answers(self) -> Counter[str | None]:
        """Return how many messages each person has got."""
        with self.lock:
            return Counter(m.to.phone for m in self.twin.messages(NUMBER))


class Handler(BaseHTTPRequestHandler):
    """One exchange with the WhatsApp of its server."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer."""
        server = cast("Server", self.server)
        length = int(self.headers.get("Content-Length") or 0)
        request = VendorRequest(
            method=self.command,
            url=f"http://{self.headers.get('Host', '')}{self.path}",
            headers=dict(self.headers.items()),
            body=self.rfile.read(length),
        )
        status, headers, content = server.whatsapp.answer(request)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST  # noqa: N815 - the base's name

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Answers as a WhatsApp does; a worker that dies hangs up, which is no news here."""

    def __init__(self, whatsapp: PlayedWhatsApp) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.whatsapp = whatsapp

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of who hung up."""


@contextmanager
def played() -> Generator[tuple[PlayedWhatsApp, int]]:
    """Play WhatsApp on a port of the loopback."""
    whatsapp = PlayedWhatsApp()
    server = Server(whatsapp)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield whatsapp, server.server_port
    finally:
        server.shutdown()
        server.server_close()


def tell(stack: Stack, payload: bytes) -> None:
    """Send a webhook, and again until it is taken, as WhatsApp does."""
    signed = "sha256=" + hmac.new(APP_SECRET.encode(), payload, sha256).hexdigest()
    headers = {"Content-Type": "application/json", META_SIGNATURE: signed}
    url = f"http://127.0.0.1:{stack.gateway_port}/hooks/local/whatsapp"
    while True:
        try:
            answer = httpx.post(url, content=payload, headers=headers, timeout=5)
        except httpx.TransportError:
            time.sleep(_TOLD_EVERY_SECONDS)
            continue
        if answer.is_success:
            return
        time.sleep(_TOLD_EVERY_SECONDS)


def connect(stack: Stack, secrets: dict[str, str]) -> str:
    """Open a shop and connect its number; return its id."""
    shop = {"name": "Drill Salon", "category": "salon", "city": "Delhi", "opening_hours": _HOURS}
    ((shop_id, key),) = stack.open_tenants("local", "/api/v2/local/businesses", [shop])
    base, headers = f"http://127.0.0.1:{stack.gateway_port}", {"X-API-Key": key}
    with httpx.Client(base_url=base, headers=headers, timeout=30) as owner:
        account = {"phone_number_id": NUMBER, "waba_id": WABA}
        body = {"account": account, "secrets": secrets}
        owner.put("/api/v2/local/connections/whatsapp_business", json=body).raise_for_status()
        settings = owner.get("/api/v2/local/messages/settings").raise_for_status().json()
        settings["monthly_cap_rupees"] = 5_000
        owner.put("/api/v2/local/messages/settings", json=settings).raise_for_status()
    return shop_id


def worker_pid(stack: Stack) -> int | None:
    """Return the process of the worker, None while there is none."""
    rows = call(stack.state, "status")["processes"]
    found = [row for row in rows if row["name"].startswith("local-worker") and row["pid"]]
    return found[0]["pid"] if found else None


def kill(stack: Stack, whatsapp: PlayedWhatsApp, chance: Random, kills: int) -> list[float]:
    """Kill the worker at random moments; return after how long each death work went on."""
    gaps: list[float] = []
    for number in range(kills):
        # While there is something to do: an idle worker that comes back shows nothing.
        time.sleep(chance.uniform(1.0, 4.0))
        while (pid := worker_pid(stack)) is None:
            time.sleep(_LOOKED_EVERY_SECONDS)
        os.kill(pid, signal.SIGKILL)
        died, before = time.monotonic(), len(whatsapp.taken_at)
        while len(whatsapp.taken_at) == before and time.monotonic() - died < SETTLED_SECONDS:
            time.sleep(_LOOKED_EVERY_SECONDS)
        gaps.append(time.monotonic() - died)
        print(f"death {number + 1}: work went on after {gaps[-1]:.1f} s", flush=True)
    return gaps


def states(stack: Stack, shop_id: str) -> Counter[str]:
    """Return how many of the shop's messages are in each state."""
    with psycopg.connect(stack.superuser_url("local", "local")) as connection:
        rows = connection.execute(
            "SELECT state, count(*) FROM local_messages WHERE tenant_id = %s GROUP BY state",
            [shop_id],
        ).fetchall()
    return Counter({row[0]: row[1] for row in rows})


def run(tasks: int, kills: int, seed: int) -> bool:
    """Ask, kill and count; tell whether every question ended as it must."""
    with played() as (whatsapp, port):
        secrets = dict(whatsapp.twin.add_number(NUMBER, WABA))
        os.environ["LOCAL_WHATSAPP_URL"] = f"http://127.0.0.1:{port}/v23.0"
        os.environ["LOCAL_META_APP_SECRET"] = APP_SECRET
        with own_stack() as stack:
            shop_id = connect(stack, secrets)
            gaps = _under_fire(stack, whatsapp, shop_id, tasks, kills, seed)
            return _judged(stack, whatsapp, shop_id, tasks, gaps)


def _under_fire(
    stack: Stack, whatsapp: PlayedWhatsApp, shop_id: str, tasks: int, kills: int, seed: int
) -> list[float]:
    is_over = threading.Event()

    def ask() -> None:
        for number in range(tasks):
            tell(stack, whatsapp.question(number))
            time.sleep(1 / PER_SECOND)

    def pass_on() -> None:
        while not is_over.wait(_TOLD_EVERY_SECONDS):
            for notice in whatsapp.notices():
                tell(stack, notice)

    asking, passing = threading.Thread(target=ask), threading.Thread(target=pass_on)
    asking.start()
    passing.start()
    gaps = kill(stack, whatsapp, Random(seed), kills)
    asking.join()
    ends = time.monotonic() + SETTLED_SECONDS
    while time.monotonic() < ends and _open(stack, shop_id):
        time.sleep(1)
    is_over.set()
    passing.join()
    return gaps


def _open(stack: Stack, shop_id: str) -> int:
    """Return how many messages have come to no end yet."""
    found = states(stack, shop_id)
    return sum(found[state] for state in ("queued", "sending", "accepted"))


def _judged(
    stack: Stack, whatsapp: PlayedWhatsApp, shop_id: str, tasks: int, gaps: list[float]
) -> bool:
    answers, found = whatsapp.answers(), states(stack, shop_id)
    doubled = sum(count > 1 for count in answers.values())
    once = sum(count == 1 for count in answers.values())
    unsure = found["unconfirmed"]
    lost = tasks - once - doubled - unsure
    print(
        f"{tasks} questions, {len(gaps)} deaths: answered once {once}, twice {doubled}, "
        f"unconfirmed {unsure}, lost {lost}; messages {dict(found)}; rules broken "
        f"{len(whatsapp.twin.violations)}; work went on after {max(gaps):.1f} s at most "
        f"(median {sorted(gaps)[len(gaps) // 2]:.1f}); load {os.getloadavg()[0]:.1f}"
    )
    is_kept = not doubled and lost <= 0 and not whatsapp.twin.violations
    return is_kept and max(gaps) <= WITHIN_SECONDS


def main() -> None:
    """Run the drill; exit with 1 where something was lost, doubled or late."""
    numbers = [int(word) for word in sys.argv[1:]]
    tasks, kills, seed = [*numbers, *(1_000, 20, 1)[len(numbers) :]]
    print(f"seed {seed}: a stack of its own is started …", flush=True)
    sys.exit(0 if run(tasks, kills, seed) else 1)


if __name__ == "__main__":
    main()
