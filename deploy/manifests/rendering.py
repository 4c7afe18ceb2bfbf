"""What do the overlays say once Kustomize has put them together?"""

import subprocess
import sys
from pathlib import Path

RENDERED = "rendered"


class RenderingError(Exception):
    """Kustomize refused an overlay."""


def overlays(kubernetes: Path) -> dict[str, Path]:
    """Return every folder that is applied as a whole, by the name of its rendered file."""
    steps = sorted((kubernetes / "overlays").glob("*/*/*/kustomization.yaml"))
    applied = [path.parent for path in steps if path.parent.name != "settings"]
    named = {"-".join(folder.parts[-3:]): folder for folder in applied}
    return named | {"gateway": kubernetes / "gateway"}


def rendered(folder: Path) -> str:
    """Return the objects of one folder as YAML."""
    kubectl = Path(sys.executable).with_name("kubectl")
    command = [str(kubectl), "kustomize", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RenderingError(f"{folder} cannot be rendered: {done.stderr.strip()}")
    return done.stdout


def render_all(kubernetes: Path) -> dict[str, str]:
    """Return every overlay rendered, by the path of its file."""
    return {
        f"{RENDERED}/{name}.yaml": rendered(folder) for name, folder in overlays(kubernetes).items()
    }
