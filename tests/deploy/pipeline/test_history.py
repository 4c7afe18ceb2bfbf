import os
import subprocess
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from pipeline.commands import run
from pipeline.errors import CommandFailedError, PipelineError
from pipeline.history import base_of, changed_files, text_at


class Repository:
    """A small repository of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self("git", "init", "--quiet", "--initial-branch=main")

    def __call__(self, *command: str) -> str:
        author = {
            f"GIT_{who}_{what}": "a@b.example"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        done = subprocess.run(
            command,
            cwd=self.path,
            env=os.environ | author,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def run(
        self, command: Sequence[str], /, *, given: str = "", fine: Collection[int] = (0,)
    ) -> str:
        return run(command, given=given, fine=fine, cwd=self.path)

    def commit(self, **files: str) -> str:
        for name, text in files.items():
            (self.path / name).write_text(text)
        self("git", "add", ".")
        self("git", "commit", "--quiet", "--message", "more")
        return self("git", "rev-parse", "HEAD").strip()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_a_branch_is_compared_with_where_it_left_main(repository: Repository) -> None:
    first = repository.commit(a="1")
    repository("git", "checkout", "--quiet", "-b", "more")
    repository.commit(a="2")
    assert base_of(repository.run, "") == first


def test_main_itself_is_compared_with_the_commit_before(repository: Repository) -> None:
    first = repository.commit(a="1")
    repository.commit(a="2")
    assert base_of(repository.run, "") == first


def test_a_named_commit_wins_and_one_that_is_not_there_is_refused(repository: Repository) -> None:
    first = repository.commit(a="1")
    repository.commit(a="2")
    repository.commit(a="3")
    assert base_of(repository.run, first[:8]) == first
    with pytest.raises(CommandFailedError, match="no-such"):
        base_of(repository.run, "no-such")


def test_without_a_main_branch_somebody_must_say(repository: Repository) -> None:
    repository.commit(a="1")
    repository("git", "branch", "--move", "other")
    with pytest.raises(PipelineError, match="BASE="):
        base_of(repository.run, "")


def test_a_file_is_read_as_it_was(repository: Repository) -> None:
    first = repository.commit(a="1")
    repository.commit(a="2")
    assert text_at(repository.run, first, Path("a")) == "1"
    assert text_at(repository.run, first, Path("b")) is None


def test_what_changed_is_listed_and_a_move_is_two_changes(repository: Repository) -> None:
    first = repository.commit(a="some text", b="1")
    repository("git", "mv", "a", "c")
    (repository.path / "b").write_text("2")
    assert changed_files(repository.run, first) == ["a", "b", "c"]
