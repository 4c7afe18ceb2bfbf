"""The files of the repository, as the rules in this folder see them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = (
    ROOT / "services/enterprise",
    ROOT / "services/local",
    ROOT / "libs/shared",
    ROOT / "deploy/onebox",
    ROOT / "deploy/manifests",
    ROOT / "deploy/pipeline",
    ROOT / "deploy/monitoring",
)
TESTS = ROOT / "tests"
BENCH = ROOT / "bench"
# Of what begins with a dot, these are written by people; the rest is made by tools.
_WRITTEN = {".ci", ".env.example", ".github", ".gitignore"}
_MADE = {"__pycache__", "dist", "node_modules", "results.json", "uv.lock"}


def python_files(*folders: Path) -> list[Path]:
    """Return every Python file below the folders."""
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def text_files() -> Iterator[Path]:
    """Yield every file that a person may have written."""
    for path in sorted(ROOT.iterdir()):
        if path.name not in _MADE and (path.name in _WRITTEN or not path.name.startswith(".")):
            yield from _files_in(path) if path.is_dir() else [path]


def _files_in(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not _MADE.intersection(path.relative_to(ROOT).parts):
            yield path


@cache
def syntax(path: Path) -> ast.Module:
    """Return the file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def shown(path: Path) -> str:
    """Return the path as a person at the root would type it."""
    return path.relative_to(ROOT).as_posix()
