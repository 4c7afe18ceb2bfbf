import shutil
from pathlib import Path

from manifests.renewal import renew
from tests.deploy.kubernetes.manifests import KUBERNETES, ROOT, STEPS


def test_everything_is_written_anew_and_what_is_gone_is_removed(tmp_path: Path) -> None:
    copy = tmp_path / "deploy/kubernetes"
    shutil.copytree(KUBERNETES, copy, ignore=shutil.ignore_patterns("enterprise", "staging"))
    shutil.copytree(ROOT / "gateway", tmp_path / "gateway")
    routes, rendered = copy / "gateway/routes.yaml", copy / "rendered/gateway.yaml"
    routes.write_text("")
    rendered.write_text("")
    (copy / "rendered/gone.yaml").write_text("")
    renew(tmp_path)
    assert routes.read_text() == (KUBERNETES / "gateway/routes.yaml").read_text()
    assert rendered.read_text() == (KUBERNETES / "rendered/gateway.yaml").read_text()
    assert {path.name for path in (copy / "rendered").iterdir()} == {
        "gateway.yaml",
        *(f"local-production-{step}.yaml" for step in STEPS),
    }
