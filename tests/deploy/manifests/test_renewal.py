import shutil
from pathlib import Path

from manifests.renewal import renew
from tests.deploy.kubernetes.manifests import KUBERNETES, ROOT


def test_everything_is_written_anew_and_what_is_gone_is_removed(tmp_path: Path) -> None:
    copy = tmp_path / "deploy/kubernetes"
    shutil.copytree(KUBERNETES, copy)
    shutil.copytree(ROOT / "gateway", tmp_path / "gateway")
    routes, rendered = copy / "gateway/routes.yaml", copy / "rendered/gateway.yaml"
    routes.write_text("")
    rendered.write_text("")
    (copy / "rendered/gone.yaml").write_text("")
    renew(tmp_path)
    assert routes.read_text() == (KUBERNETES / "gateway/routes.yaml").read_text()
    assert rendered.read_text() == (KUBERNETES / "rendered/gateway.yaml").read_text()
    assert not (copy / "rendered/gone.yaml").exists()
