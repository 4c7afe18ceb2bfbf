"""What the supervisor has to say while it works, for any number of listeners."""

import asyncio
import time
from collections.abc import AsyncGenerator

_KEPT_LINES = 500


class Announcements:
    """Lines in order; a listener gets those from before it came as well, as far as kept."""

    def __init__(self, kept_lines: int = _KEPT_LINES) -> None:
        self._kept_lines = kept_lines
        self._lines: list[str] = []
        self._forgotten = 0
        self._changed = asyncio.Event()
        self._is_closed = False

    @property
    def count(self) -> int:
        """Return how many lines were ever said."""
        return self._forgotten + len(self._lines)

    def say(self, line: str) -> None:
        """Tell every listener, and the log."""
        print(time.strftime("%Y-%m-%d %H:%M:%S"), line, flush=True)
        self._lines.append(line)
        surplus = len(self._lines) - self._kept_lines
        if surplus > 0:
            del self._lines[:surplus]
            self._forgotten += surplus
        self._wake()

    def close(self) -> None:
        """End every listener's stream."""
        self._is_closed = True
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def listen(self, since: int = 0) -> AsyncGenerator[str]:
        """Yield each line from a position on, until the end."""
        position = since
        while True:
            changed = self._changed
            for line in self._lines[max(position - self._forgotten, 0) :]:
                yield line
            position = self.count
            if self._is_closed:
                return
            await changed.wait()
