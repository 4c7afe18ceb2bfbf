"""How is everything under deploy/kubernetes that is not kept by hand brought up to date?"""

from pathlib import Path

from manifests.rendering import RENDERED, render_all
from manifests.written import written_files


def renew(root: Path) -> None:
    """Write what follows from the gateway's files, then every overlay; remove what is of none."""
    kubernetes = root / "deploy/kubernetes"
    for path, text in written_files(root / "gateway").items():
        (kubernetes / path).write_text(text)
    texts = render_all(kubernetes)
    for path in (kubernetes / RENDERED).glob("*.yaml"):
        if f"{RENDERED}/{path.name}" not in texts:
            path.unlink()
    for path, text in texts.items():
        (kubernetes / path).write_text(text)
