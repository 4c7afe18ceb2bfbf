import shutil
from pathlib import Path

import pytest

from manifests.written import written_files
from tests.deploy.kubernetes.manifests import KUBERNETES, ROOT

FILES = written_files(ROOT / "gateway")


def test_these_files_follow_from_the_gateways_own() -> None:
    assert set(FILES) == {
        "base/application/upstreams.yaml",
        "base/weight/upstreams.yaml",
        "gateway/platform.yml",
        "gateway/routes.yaml",
        "gateway/traefik.yml",
    }


@pytest.mark.parametrize("path", FILES)
def test_writing_anew_changes_nothing(path: str) -> None:
    assert (KUBERNETES / path).read_text() == FILES[path], f"{path} is old: run `make manifests`"


def test_a_changed_rule_makes_them_old(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "gateway", tmp_path / "gateway")
    routes = tmp_path / "gateway/dynamic/routes.yml"
    routes.write_text(routes.read_text().replace("priority: 700", "priority: 701"))
    now = written_files(tmp_path / "gateway")
    assert [path for path in FILES if now[path] != FILES[path]] == ["gateway/routes.yaml"]
