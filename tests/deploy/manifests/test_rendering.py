from pathlib import Path

import pytest

from manifests.rendering import RenderingError, overlays, rendered
from tests.deploy.kubernetes.manifests import ENVIRONMENTS, KUBERNETES, RENDERED, STEPS, TIERS

OVERLAYS = overlays(KUBERNETES)


def test_each_tier_has_each_step_in_each_environment() -> None:
    wanted = {f"{t}-{e}-{s}" for t in TIERS for e in ENVIRONMENTS for s in STEPS}
    assert set(OVERLAYS) == wanted | {"gateway"}


def test_no_rendered_file_is_of_an_overlay_that_is_gone() -> None:
    assert {path.stem for path in RENDERED.iterdir()} == set(OVERLAYS)


@pytest.mark.parametrize("name", OVERLAYS)
def test_rendering_anew_changes_nothing(name: str) -> None:
    now = rendered(OVERLAYS[name])
    assert (RENDERED / f"{name}.yaml").read_text() == now, f"{name} is old: run `make manifests`"


def test_a_folder_that_kustomize_refuses_is_told_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text("resources: [missing.yaml]\n")
    with pytest.raises(RenderingError, match=r"missing\.yaml"):
        rendered(tmp_path)


def test_a_change_of_the_base_changes_what_is_rendered(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text("resources: [thing.yaml]\nnamespace: one\n")
    thing = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"
    (tmp_path / "thing.yaml").write_text(thing)
    assert "namespace: one" in rendered(tmp_path)
