import sys
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from onebox.announcements import Announcements
from onebox.children import ChildBook
from onebox.process import KeptProcess, ProcessSpec, Surroundings
from onebox.readiness import HttpReadiness
from onebox.signal_watch import SignalWatch
from onebox.state import State
from tests.databases import free_port

SERVER = """
import http.server, sys
class Page(http.server.BaseHTTPRequestHandler):
    asked = 0
    def do_GET(self):
        ok = self.path == "/metrics"
        Page.asked += ok
        n = 10 * Page.asked
        body = "".join(
            f'http_request_duration_seconds_{end}{{route="/api/x",code="200"{le}}} {n}\\n'
            for end, le in (("count", ""), ("bucket", ',le="0.5"'), ("bucket", ',le="+Inf"'))
        )
        self.send_response(200)
        self.end_headers()
        self.wfile.write(("# TYPE http_request_duration_seconds histogram\\n" + body).encode())
    def log_message(self, *words): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()
"""


@pytest.fixture
async def process(tmp_path: Path) -> AsyncGenerator[KeptProcess]:
    state = State(tmp_path)
    state.prepare()
    around = Surroundings(state.logs, ChildBook(state), Announcements().say)
    port = free_port()
    command = (sys.executable, "-c", SERVER, str(port))
    kept = KeptProcess(
        ProcessSpec("local-api-1", command, readiness=HttpReadiness(port, "/"), port=port), around
    )
    await kept.start()
    yield kept
    await kept.halt()


async def test_two_looks_tell_what_happened_between_them(process: KeptProcess) -> None:
    moments = iter((0.0, 5.0, 10.0))
    watch = SignalWatch(lambda: {"local": [process], "enterprise": []}, lambda: next(moments))
    assert watch.signals() == {}
    watch.start()
    await watch.stop()
    await watch.look()
    await watch.look()
    signals = watch.signals()
    assert signals["local"]["requests_per_second"] == pytest.approx(1.0)
    assert signals["local"]["kept_ratio"] == 1.0
    assert signals["local"]["promise_seconds"] == 0.5
    assert signals["enterprise"]["error_ratio"] is None


async def test_a_process_that_does_not_answer_is_left_out(process: KeptProcess) -> None:
    watch = SignalWatch(lambda: {"local": [process]})
    watch.start()
    await watch.stop()
    await process.halt()
    await watch.look()
    assert watch.signals()["local"]["error_ratio"] is None
