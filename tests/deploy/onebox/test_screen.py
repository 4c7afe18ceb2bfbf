from pathlib import Path

import pytest

from onebox.screen import UnknownProcessError, first_requests, show_logs, status_lines


def test_the_table_shows_each_process_and_the_gateway() -> None:
    up = {"name": "local-api-1", "is_up": True, "pid": 42, "port": 20_004, "restarts": 1}
    down = {"name": "gateway", "is_up": False, "pid": None, "port": 8080, "restarts": 0}
    rows = [{**up, "memory_bytes": 100 * 1024 * 1024}, {**down, "memory_bytes": None}]
    lines = status_lines({"gateway_url": "http://127.0.0.1:8080", "processes": rows})
    assert [line.split() for line in lines] == [
        ["PROCESS", "UP", "PID", "PORT", "RESTARTS", "MEMORY"],
        ["local-api-1", "yes", "42", "20004", "1", "100", "MiB"],
        ["gateway", "NO", "-", "8080", "0", "-"],
        [],
        ["Gateway:", "http://127.0.0.1:8080"],
    ]


def test_the_first_requests_can_be_pasted_as_they_are() -> None:
    demo = {
        "VLO_GATEWAY_URL": "http://127.0.0.1:8080",
        "VLO_ENTERPRISE_KEY": "vlo_ent_1",
        "VLO_ENTERPRISE_CLIENT_ID": "c",
        "VLO_LOCAL_KEY": "vlo_loc_1",
        "VLO_LOCAL_BUSINESS_ID": "b",
    }
    enterprise, local = first_requests(demo)
    assert "POST http://127.0.0.1:8080/api/v1/enterprise/intelligence" in enterprise
    assert "'X-API-Key: vlo_ent_1'" in enterprise
    assert '\'{"client_id": "c"}\'' in enterprise
    assert "POST http://127.0.0.1:8080/api/v2/local/intelligence" in local
    assert '\'{"business_id": "b"}\'' in local
    assert "\n" not in enterprise + local


def test_logs_are_shown_by_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "gateway.log").write_text("started\n")
    (tmp_path / "local-worker.log").write_text("no job\n")
    show_logs(tmp_path, "", is_followed=False)
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["gateway", "|", "started"],
        ["local-worker", "|", "no", "job"],
    ]
    with pytest.raises(UnknownProcessError, match="gateway, local-worker"):
        show_logs(tmp_path, "locl-worker", is_followed=False)
