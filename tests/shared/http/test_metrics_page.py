import json
import os
import re
import subprocess
import sys
from dataclasses import asdict

import pytest

from tests.databases import TierDatabase

MOST_SERIES = 5_000
# The whole measurement takes minutes: `make drill-series`.
TENANTS = int(os.environ.get("CARDINALITY_TENANTS", "20"))
PATHS = int(os.environ.get("CARDINALITY_PATHS", "2000"))


def page_after(database: TierDatabase, tenants: int, paths: int) -> tuple[int, str]:
    command = [sys.executable, "-m", "tests.shared.http.cardinality"]
    words = [json.dumps(asdict(database)), str(tenants), str(paths)]
    done = subprocess.run([*command, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    series, _, page = done.stdout.partition("\n")
    return int(series), page


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("tier", ["enterprise", "local"])
def test_neither_tenants_nor_paths_add_series(tier: str, request: pytest.FixtureRequest) -> None:
    database = request.getfixturevalue(f"{tier}_tier_database")
    series, page = page_after(database, TENANTS, PATHS)
    sys.stdout.write(f"{tier}: {TENANTS} tenants, {PATHS} paths, {series} series\n")
    assert 100 < series < MOST_SERIES
    routes = set(re.findall(r'route="([^"]*)"', page))
    assert "unmatched" in routes
    assert f"/api/v2/{'account'}" in routes
    # No id of any kind: what was made up is longer than eight hexadecimal letters.
    assert not [route for route in routes if re.search(r"[0-9a-f]{9,}", route)]
    methods = set(re.findall(r'method="([^"]*)"', page))
    assert methods <= {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "OTHER"}
