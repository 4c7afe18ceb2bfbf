"""`python -m manifests`: write what follows from the gateway's files, then render every overlay."""

from pathlib import Path

from manifests.rendering import RENDERED, render_all
from manifests.written import written_files

ROOT = Path(__file__).parents[2]


def main(root: Path = ROOT) -> None:
    """Write the files; those of overlays that are gone go too."""
    kubernetes = root / "deploy/kubernetes"
    for path, text in written_files(root / "gateway").items():
        (kubernetes / path).write_text(text)
    (kubernetes / RENDERED).mkdir(exist_ok=True)
    texts = render_all(kubernetes)
    for stale in {p.name for p in (kubernetes / RENDERED).glob("*.yaml")} - {
        Path(path).name for path in texts
    }:
        (kubernetes / RENDERED / stale).unlink()
    for path, text in texts.items():
        (kubernetes / path).write_text(text)


if __name__ == "__main__":
    main()
