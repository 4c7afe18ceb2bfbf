"""Small real processes, and a supervisor's surroundings for them."""

import sys
from dataclasses import replace
from pathlib import Path

from onebox.children import ChildBook
from onebox.ports import choose
from onebox.process import ProcessSpec, Surroundings
from onebox.readiness import HttpReadiness
from onebox.state import State

# Answers GET with 200 and its own name; on SIGTERM it finishes and ends.
_SERVER = """
import http.server, signal, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(sys.argv[2].encode())
    def log_message(self, *_):
        pass
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print("serving", flush=True)
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""


class NeverReady:
    """A readiness that is never met."""

    async def is_met(self) -> bool:
        """Say no."""
        return False


def surroundings(directory: Path) -> tuple[Surroundings, list[str]]:
    """Return what a process needs, and the list that its reports go to."""
    state = State(directory / "state")
    state.prepare()
    reports: list[str] = []
    return Surroundings(state.logs, ChildBook(state), reports.append), reports


def python(name: str, code: str, *arguments: str) -> ProcessSpec:
    """Describe a process that runs a piece of Python."""
    return ProcessSpec(name, (sys.executable, "-c", code, *arguments))


def server(name: str) -> ProcessSpec:
    """Describe a small web server on a free port."""
    port = choose(())
    ready = HttpReadiness(port, "/readyz")
    return replace(python(name, _SERVER, str(port), name), readiness=ready, port=port)
