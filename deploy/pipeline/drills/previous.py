"""An earlier release beside this one: its files in a work tree of their own, for a while."""

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pipeline.commands import run


@contextmanager
def work_tree(commit: str) -> Generator[Path]:
    """Check a commit out beside the repository, and remove it at the end."""
    with tempfile.TemporaryDirectory(prefix="vlo-previous-") as directory:
        place = Path(directory) / "previous"
        run(["git", "worktree", "add", "--detach", str(place), commit])
        try:
            yield place
        finally:
            run(["git", "worktree", "remove", "--force", str(place)])


def code_paths(tree: Path) -> list[Path]:
    """Return where a release's packages lie."""
    return [tree / "services", tree / "libs", tree / "deploy"]
