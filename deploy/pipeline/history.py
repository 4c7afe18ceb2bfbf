"""What was a file, or the list of changed files, at an earlier commit?"""

from pathlib import Path

from pipeline.commands import Run
from pipeline.errors import CommandFailedError, PipelineError

_REMOTE, _LOCAL = "origin/main", "main"


def base_of(run: Run, named: str) -> str:
    """Return the commit to compare with: the named one, or where this branch left main.

    On main itself that is the commit before.
    """
    if named:
        return run(["git", "rev-parse", "--verify", f"{named}^{{commit}}"]).strip()
    head = run(["git", "rev-parse", "HEAD"]).strip()
    for main in (_REMOTE, _LOCAL):
        try:
            base = run(["git", "merge-base", "HEAD", main]).strip()
        except CommandFailedError:
            continue
        return base if base != head else run(["git", "rev-parse", "HEAD^"]).strip()
    raise PipelineError("No commit to compare with: there is no main branch. Name one: BASE=…")


def text_at(run: Run, commit: str, path: Path) -> str | None:
    """Return a file's text at a commit, nothing if it was not there."""
    listed = run(["git", "ls-tree", "--name-only", commit, "--", str(path)])
    return run(["git", "show", f"{commit}:{path}"]) if listed.strip() else None


def changed_files(run: Run, base: str) -> list[str]:
    """Return what differs between a commit and the files as they are."""
    return run(["git", "diff", "--name-only", "--no-renames", base]).splitlines()
