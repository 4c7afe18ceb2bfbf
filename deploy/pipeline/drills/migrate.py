"""Does a migration stop anybody? `make drill-migrate TIER=local PREVIOUS=…`.

The release of an earlier commit serves 50 requests a second from a stack of its own, reads and
writes of the tables that migrations change; meanwhile this release's migrations run. No request
may fail, and nobody may wait for a lock for longer than a second.
"""

import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import httpx
import psycopg
import typer

from onebox.ports import choose
from onebox.postgres import Cluster
from onebox.secret_values import SecretValues
from onebox.state import State, read_json
from pipeline import history
from pipeline.commands import run
from pipeline.drills.paced_load import Answer, Ask, PacedLoad, paced_load
from pipeline.drills.previous import code_paths, work_tree
from pipeline.errors import PipelineError

PER_SECOND = 50.0
MOST_WAIT_SECONDS = 1.0
_BEFORE_AND_AFTER_SECONDS = 10.0
# A tenant may ask a thousand times an hour.
_TENANTS = 20
_WAITS = """
SELECT coalesce(max(extract(epoch FROM clock_timestamp() - waitstart)), 0)::float8
FROM pg_locks WHERE NOT granted"""
_TENANT = {
    "enterprise": ("/api/v1/enterprise/clients", {"name": "Acme Components"}),
    "local": (
        "/api/v2/local/businesses",
        {"name": "Asha Salon", "category": "salon", "city": "Delhi"},
    ),
}
_PLACES = "/api/v2/local/places/imports?source=drill&licence=own"
_OBSERVATIONS = "/api/v1/enterprise/observations/imports"
_IMPORTED = {
    "local": (_PLACES, "name,latitude,longitude,category\nSalon {},28.61,77.21,salon\n"),
    "enterprise": (_OBSERVATIONS, "date,channel,spend\n2026-05-01,search,{}\n"),
}


@dataclass(slots=True)
class LockWatch:
    """The longest that anybody was seen to wait for a lock."""

    url: str
    longest_seconds: float = 0.0
    _stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Look a hundred times a second until stopped."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            while not self._stopped.wait(0.01):
                row = connection.execute(_WAITS).fetchone()
                self.longest_seconds = max(self.longest_seconds, row[0] if row else 0.0)

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()


@dataclass(frozen=True, slots=True)
class EarlierStack:
    """A stack of an earlier release, in a directory of its own."""

    tree: Path
    home: Path
    port: int

    @property
    def url(self) -> str:
        """Return the gateway's address."""
        return f"http://127.0.0.1:{self.port}"

    def vlo(self, *words: str, is_new: bool = False) -> str:
        """Run a command of the earlier release, or of this one on the earlier one's stack."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        kept |= {"VLO_HOME": str(self.home), "LOCAL_OVERPASS_URL": ""}
        if not is_new:
            kept["PYTHONPATH"] = os.pathsep.join(map(str, code_paths(self.tree)))
        return run([sys.executable, "-m", "onebox.cli", *words], cwd=self.tree, environment=kept)

    def superuser_url(self, tier: str) -> str:
        """Return an address that sees every lock of a tier's database."""
        state = State(self.home)
        cluster = Cluster(state.data / tier, int(read_json(state.ports_file)[f"{tier}-database"]))
        return cluster.superuser_url(SecretValues(state).of(tier, "SUPERUSER_PASSWORD"), tier)

    def revision(self, tier: str) -> str:
        """Return the version of a tier's schema."""
        with psycopg.connect(self.superuser_url(tier)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else "none"

    def asks(self, tier: str) -> list[Ask]:
        """Open the tenants and return what each asks: reads, and an import now and then."""
        path, body = _TENANT[tier]
        headers = {"X-API-Key": SecretValues(State(self.home)).of(tier, "OPERATOR_KEY")}
        with httpx.Client(base_url=self.url, headers=headers, timeout=30) as operator:
            opened = [operator.post(path, json=body).raise_for_status() for _ in range(_TENANTS)]
        return [ask for answer in opened for ask in _asks_of(tier, path, answer.json())]


def _asks_of(tier: str, path: str, tenant: dict[str, str | dict[str, str]]) -> list[Ask]:
    key = tenant["key"]
    secret = key["secret"] if isinstance(key, dict) else key
    read = Ask("GET", f"{path}/{tenant['id']}", {"X-API-Key": secret})
    place, rows = _IMPORTED[tier]
    write = {"X-API-Key": secret, "Content-Type": "text/csv"}
    imported = Ask("POST", place, write, is_repeatable=True, body=lambda n: rows.format(n).encode())
    return [*[read] * 4, imported]


@contextmanager
def _earlier_stack(commit: str) -> Generator[EarlierStack]:
    with work_tree(commit) as tree, tempfile.TemporaryDirectory(prefix="vlo-drill-") as home:
        stack = EarlierStack(tree, Path(home), choose(()))
        try:
            stack.vlo("up", "--port", str(stack.port), "--no-demo")
            yield stack
        finally:
            stack.vlo("down")


@contextmanager
def _watched(url: str) -> Generator[LockWatch]:
    watch = LockWatch(url)
    thread = threading.Thread(target=watch.run)
    thread.start()
    try:
        yield watch
    finally:
        watch.stop()
        thread.join()


def main(
    tier: Annotated[str, typer.Option()], previous: Annotated[str, typer.Option()] = ""
) -> None:
    """Migrate under load and say what it cost."""
    commit = history.base_of(run, previous)
    with _earlier_stack(commit) as stack:
        before, asks = stack.revision(tier), stack.asks(tier)
        with (
            _watched(stack.superuser_url(tier)) as watch,
            paced_load(stack.url, asks, PER_SECOND) as load,
        ):
            time.sleep(_BEFORE_AND_AFTER_SECONDS)
            began = time.monotonic()
            stack.vlo("schema", "apply", is_new=True)
            seconds = time.monotonic() - began
            time.sleep(_BEFORE_AND_AFTER_SECONDS)
        after = stack.revision(tier)
    print(f"{tier} of {commit[:10]}: schema {before} -> {after} in {seconds:.2f} s")
    _report(load, began, watch.longest_seconds)
    if before == after:
        raise PipelineError("There was nothing to migrate. Name an older commit: PREVIOUS=…")


def _report(load: PacedLoad, began: float, longest_wait: float) -> None:
    statuses = Counter(answer.status for answer in load.answers)
    since = load.since(began)
    before = [answer for answer in load.answers if answer.at < began]
    per_second = len(load.answers) / (load.answers[-1].at - load.answers[0].at)
    print(f"{len(load.answers)} requests at {per_second:.0f} a second: {dict(statuses)}")
    for when, answers in (("before", before), ("since", since)):
        slowest = max(answer.seconds for answer in answers)
        print(f"{when}: {_failed(answers)} failed, the slowest took {slowest:.3f} s")
    print(f"longest wait for a lock {longest_wait:.3f} s")
    if failed := _failed(load.answers):
        raise PipelineError(f"{failed} requests failed.")
    if longest_wait > MOST_WAIT_SECONDS:
        raise PipelineError("Somebody waited too long for a lock.")


def _failed(answers: Sequence[Answer]) -> int:
    return sum(not answer.status.startswith("2") for answer in answers)


if __name__ == "__main__":
    try:
        typer.run(main)
    except PipelineError as error:
        sys.exit(str(error))
