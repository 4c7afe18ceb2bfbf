"""A few clients that ask again and again, each over its own connection, and keep count."""

import threading
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException

from tests.gateway.replica import eventually
from tests.gateway.wire import Headers

PAUSE_SECONDS = 0.004


class Load:
    """What the clients were told so far: statuses, or the names of failures."""

    def __init__(self) -> None:
        self.told: Counter[str] = Counter()
        self._stopped = threading.Event()
        self._lock = threading.Lock()

    @property
    def total(self) -> int:
        return self.told.total()

    def failures(self) -> dict[str, int]:
        return {told: n for told, n in self.told.items() if told != "200"}

    def await_more(self, requests: int) -> None:
        target = self.total + requests
        eventually(lambda: self.total >= target, f"{requests} more requests", 30)

    def stop(self) -> None:
        self._stopped.set()

    def ask_on(self, port: int, method: str, path: str, headers: Headers) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        body = b"{}" if method == "POST" else None
        while not self._stopped.wait(PAUSE_SECONDS):
            told = self._told(connection, method, path, headers, body)
            with self._lock:
                self.told[told] += 1
        connection.close()

    def _told(
        self,
        connection: HTTPConnection,
        method: str,
        path: str,
        headers: Headers,
        body: bytes | None,
    ) -> str:
        try:
            connection.request(method, path, body, dict(headers))
            with connection.getresponse() as response:
                response.read()
                return str(response.status)
        except (OSError, HTTPException) as error:
            connection.close()
            return type(error).__name__


@contextmanager
def load(
    port: int, path: str, headers: Headers, *, method: str = "GET", clients: int = 6
) -> Generator[Load]:
    """Ask from several threads until the block ends; failures are counted, not raised."""
    load = Load()
    threads = [
        threading.Thread(target=load.ask_on, args=(port, method, path, headers))
        for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        load.stop()
        for thread in threads:
            thread.join()
