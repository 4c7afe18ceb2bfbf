"""How many requests did a release answer, and how many of them with an error of its own?

Counted where the gateway hands a request to a release's replicas, each attempt by itself: some
errors never reach a client, because the gateway repeats what is safe to repeat.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.errors import BlindError

_LINE = re.compile(r"^(?P<metric>\w+)\{(?P<labels>[^}]*)\} (?P<value>\S+)$", re.MULTILINE)
_LABEL = re.compile(r'(\w+)="([^"]*)"')
_FIRST_ERROR = 500


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers of a release, and how many of them were errors (5xx)."""

    requests: int = 0
    errors: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.requests + other.requests, self.errors + other.errors)

    def __sub__(self, other: "Counts") -> "Counts":
        return Counts(self.requests - other.requests, self.errors - other.errors)

    @property
    def error_ratio(self) -> float:
        """Return the share of errors; none of nothing."""
        return self.errors / self.requests if self.requests else 0.0


@dataclass(frozen=True, slots=True)
class Counted:
    """Which of a gateway's counters to read: a metric, and the values that one label may have."""

    metric: str
    label: str
    values: frozenset[str]

    @classmethod
    def services(cls, *names: str) -> "Counted":
        """Count what these services answered, each with its provider: `local-canary@file`."""
        return cls("traefik_service_requests_total", "service", frozenset(names))

    @classmethod
    def entry_point(cls, name: str) -> "Counted":
        """Count what clients were answered at an entry point."""
        return cls("traefik_entrypoint_requests_total", "entrypoint", frozenset({name}))


def counted(page: str, what: Counted) -> Counts:
    """Return what a gateway's metrics page says."""
    total = Counts()
    for line in _LINE.finditer(page):
        labels = dict(_LABEL.findall(line["labels"]))
        if line["metric"] == what.metric and labels.get(what.label) in what.values:
            requests = round(float(line["value"]))
            is_error = int(labels["code"]) >= _FIRST_ERROR
            total += Counts(requests, requests if is_error else 0)
    return total


class Meter:
    """Adds up what several gateways counted since the meter was made, over their restarts."""

    def __init__(self, pages: Callable[[], Mapping[str, str]], what: Counted) -> None:
        self._pages = pages
        self._what = what
        self._before = self._read()
        self._total = Counts()

    def read(self) -> Counts:
        """Return the answers since the start; raise if no gateway says anything."""
        now = self._read()
        for gateway, counts in now.items():
            self._total += increase(self._before.get(gateway, Counts()), counts)
        self._before |= now
        return self._total

    def _read(self) -> dict[str, Counts]:
        pages = self._pages()
        if not pages:
            raise BlindError(
                "No gateway was found to ask for its counts. Check the gateways' addresses."
            )
        return {gateway: counted(page, self._what) for gateway, page in pages.items()}


def increase(before: Counts, now: Counts) -> Counts:
    """Return what came on top; counters that fell were started anew."""
    return now if now.requests < before.requests or now.errors < before.errors else now - before
