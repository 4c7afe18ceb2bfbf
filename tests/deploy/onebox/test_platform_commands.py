import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from onebox.errors import GatewayRequestError
from onebox.platform_client import PlatformClient
from onebox.platform_commands import Account, KeyMissingError
from onebox.state import State, write_variables

Handler = Callable[[httpx.Request], httpx.Response]


@pytest.fixture
def state(tmp_path: Path) -> State:
    state = State(tmp_path)
    state.prepare()
    names = {
        "VLO_GATEWAY_URL": "http://gateway.test",
        "VLO_LOCAL_KEY": "l",
        "VLO_ENTERPRISE_KEY": "e",
    }
    write_variables(state.demo_env, names)
    return state


def account(state: State, handler: Handler, tier: str = "local", key: str = "") -> Account:
    return Account(state, tier, key, "", transport=httpx.MockTransport(handler))


def test_the_demos_key_is_used_unless_another_is_given(state: State) -> None:
    keys: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["X-API-Key"])
        return httpx.Response(200, json={"items": []})

    account(state, answer).list_keys()
    account(state, answer, tier="enterprise").list_keys()
    account(state, answer, tier="", key="mine").list_keys()
    assert keys == ["l", "e", "mine"]


def test_without_key_and_tier_it_asks_for_one(state: State) -> None:
    with pytest.raises(KeyMissingError, match="--tier"):
        Account(state, "", "", "")


def test_keys_are_created_rotated_and_revoked(
    state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[tuple[str, str, Any]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content) if request.content else None
        seen.append((request.method, request.url.path, body))
        return (
            httpx.Response(204)
            if request.method == "DELETE"
            else httpx.Response(201, json={"key": "shown once"})
        )

    account(state, answer).create_key("till", ["read", "write"])
    account(state, answer).rotate_key("k1", 60)
    account(state, answer).revoke_key("k1")
    assert seen == [
        ("POST", "/api/v2/account/keys", {"name": "till", "scopes": ["read", "write"]}),
        ("POST", "/api/v2/account/keys/k1/rotate", {"overlap_seconds": 60}),
        ("DELETE", "/api/v2/account/keys/k1", None),
    ]
    assert "shown once" in capsys.readouterr().out


def test_a_large_file_goes_up_in_pieces_and_the_reports_add_up(
    state: State, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "spend.csv"
    row = "2026-01-01,search,100.00," + "x" * 1000 + "\n"
    file.write_text("day,channel,spend,note\n" + row * 10_000)
    sizes: list[int] = []

    def answer(request: httpx.Request) -> httpx.Response:
        assert request.content.startswith(b"day,channel,spend,note\n")
        assert request.headers["Content-Type"] == "text/csv"
        rows = request.content.count(b"\n") - 1
        sizes.append(len(request.content))
        errors = [{"line": 2, "message": "no such day"}]
        return httpx.Response(201, json={"inserted": rows, "errors": errors, "id": "…"})

    account(state, answer, tier="enterprise").import_observations(file)
    assert len(sizes) == 2
    assert max(sizes) <= 8 * 1024 * 1024
    shown = capsys.readouterr()
    assert '"inserted": 10000' in shown.out
    assert "line 2: no such day" in shown.err
    # The second piece's first row stands far down in the file.
    rows_before = round((sizes[0] - 23) / len(row))
    assert f"line {rows_before + 2}: no such day" in shown.err


def test_places_name_their_source_and_licence(
    state: State, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "town.geojson"
    file.write_text("{}")
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        skipped = [{"row": 3, "reason": "outside_the_earth", "message": "latitude 95"}]
        return httpx.Response(201, json={"places_new": 0, "first_skipped_rows": skipped})

    account(state, answer).import_places(file, "openstreetmap", "ODbL-1.0")
    assert dict(seen[0].url.params) == {"source": "openstreetmap", "licence": "ODbL-1.0"}
    assert seen[0].headers["Content-Type"] == "application/geo+json"
    assert "line 3: latitude 95" in capsys.readouterr().err


def refusing(response: httpx.Response) -> PlatformClient:
    return PlatformClient("http://gateway.test", "k", httpx.MockTransport(lambda _: response))


def test_a_refusal_is_told_with_its_fields_and_lines() -> None:
    problem = {
        "title": "Unprocessable",
        "detail": "2 rows are wrong.",
        "errors": [
            {"field": "spend", "message": "is negative", "line": 7},
            {"field": "day", "message": "is missing"},
        ],
    }
    with pytest.raises(GatewayRequestError) as refusal:
        refusing(httpx.Response(422, json=problem)).ask("GET", "/")
    assert str(refusal.value).splitlines() == [
        "Unprocessable (422): 2 rows are wrong.",
        "    line 7: is negative",
        "    day: is missing",
    ]


def test_a_refused_piece_names_the_whole_files_lines_and_what_is_stored() -> None:
    problem = {"title": "Unprocessable", "detail": "…", "errors": [{"line": 2, "message": "bad"}]}
    with pytest.raises(GatewayRequestError) as refusal:
        refusing(httpx.Response(422, json=problem)).upload("/", b"", "text/csv", {}, 1000)
    assert "    line 1002: bad" in str(refusal.value)
    assert "Sending the whole file again is safe" in str(refusal.value)


def test_a_refusal_that_is_not_json_is_told_too() -> None:
    with pytest.raises(GatewayRequestError, match="502: Bad Gateway"):
        refusing(httpx.Response(502, text="Bad Gateway")).ask("GET", "/")


def test_no_answer_leads_to_make_status() -> None:
    def refuse(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    client = PlatformClient("http://gateway.test", "k", httpx.MockTransport(refuse))
    with pytest.raises(GatewayRequestError, match="make status"):
        client.ask("GET", "/")
