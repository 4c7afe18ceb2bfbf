"""What `vlo keys` and `vlo import` do, as a tenant of the platform."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import httpx
import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from onebox.errors import OneboxError
from onebox.lifecycle import demo_variables
from onebox.platform_client import PlatformClient
from onebox.record_files import Piece, media_type_of, pieces_of
from onebox.secret_values import TIERS
from onebox.state import State

_KEYS = "/api/v2/account/keys"


class KeyMissingError(OneboxError):
    """It is not clear with which key to speak."""


class Account:
    """One tenant, known by a key that was given or is the demo's."""

    def __init__(
        self,
        state: State,
        tier: str,
        key: str,
        url: str,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        demo = {} if key and url else demo_variables(state)
        if not key and tier not in TIERS:
            raise KeyMissingError(
                "Say whose key to use: --tier enterprise, --tier local, or --key …"
            )
        self._key = key or demo[f"VLO_{tier.upper()}_KEY"]
        self._url = url or demo["VLO_GATEWAY_URL"]
        self._transport = transport

    def _client(self) -> PlatformClient:
        return PlatformClient(self._url, self._key, self._transport)

    def list_keys(self) -> None:
        """Print the tenant's keys."""
        with self._client() as client:
            _print(client.ask("GET", _KEYS))

    def create_key(self, name: str, scopes: list[str]) -> None:
        """Create a key and print the answer that shows it once."""
        with self._client() as client:
            _print(client.ask("POST", _KEYS, {"name": name, "scopes": scopes}))

    def rotate_key(self, key_id: str, overlap_seconds: int) -> None:
        """Replace a key and print the answer that shows the new one once."""
        body = {"overlap_seconds": overlap_seconds}
        with self._client() as client:
            _print(client.ask("POST", f"{_KEYS}/{key_id}/rotate", body))

    def revoke_key(self, key_id: str) -> None:
        """End a key."""
        with self._client() as client:
            client.ask("DELETE", f"{_KEYS}/{key_id}")
        typer.echo(f"Revoked: {key_id}")

    def import_observations(self, file: Path) -> None:
        """Import a file of observations, in pieces where it is large."""
        media_type = media_type_of(file, {"text/csv", "application/x-ndjson"})
        self._import("/api/v1/enterprise/observations/imports", file, media_type, {})

    def import_places(self, file: Path, source: str, licence: str) -> None:
        """Import a file of places."""
        kinds = {"text/csv", "application/json", "application/geo+json"}
        media_type = media_type_of(file, kinds)
        query = {"source": source, "licence": licence}
        self._import("/api/v2/local/places/imports", file, media_type, query)

    def _import(self, path: str, file: Path, media_type: str, query: Mapping[str, str]) -> None:
        totals: dict[str, int] = {}
        with _progress() as progress, self._client() as client, file.open("rb") as content:
            bar = progress.add_task(file.name, total=file.stat().st_size)
            for piece in pieces_of(content, media_type):
                report = client.upload(path, piece.content, media_type, query, piece.lines_before)
                _add_up(totals, report)
                for line in _row_problems(report, piece):
                    progress.console.print(line, markup=False, highlight=False)
                progress.advance(bar, piece.source_bytes)
        _print(totals)


def _progress() -> Progress:
    """Return a progress display; where no person watches, it keeps quiet."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    console = Console(stderr=True)
    return Progress(
        *columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal
    )


def _add_up(totals: dict[str, int], report: Mapping[str, Any]) -> None:
    """Add a report's counts to those of the pieces before."""
    for name, value in report.items():
        if isinstance(value, int) and not isinstance(value, bool):
            totals[name] = totals.get(name, 0) + value


def _row_problems(report: Mapping[str, Any], piece: Piece) -> list[str]:
    """Return what the report says of rows, with the line numbers of the whole file."""
    return [
        f"    line {line + piece.lines_before}: "
        f"{row.get('message') or row.get('reason') or json.dumps(row)}"
        for value in report.values()
        for line, row in _rows(value)
    ]


def _rows(value: object) -> list[tuple[int, dict[str, Any]]]:
    """Return the rows of a list that name their line, or their position in a JSON list."""
    items = cast("list[object]", value) if isinstance(value, list) else []
    rows = [cast("dict[str, Any]", item) for item in items if isinstance(item, dict)]
    lines = [row.get("line", row.get("row")) for row in rows]
    return [(n, row) for n, row in zip(lines, rows, strict=True) if isinstance(n, int)]


def _print(answer: object) -> None:
    typer.echo(json.dumps(answer, indent=2, ensure_ascii=False))
