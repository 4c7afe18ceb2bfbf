import shutil
import subprocess
from pathlib import Path

import pytest

from onebox.state import repository

TOOLS = ("sh", "awk", "cat", "cksum", "uname", "dirname", "df", "tail", "rm", "mkdir", "chmod")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with what the installer reads, on a machine with only the barest tools."""
    checkout = tmp_path / "checkout"
    (checkout / "deploy" / "onebox").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    for name in ("uv.lock", "pyproject.toml", "deploy/onebox/install.sh"):
        shutil.copy(repository() / name, checkout / name)
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or tool)
    return checkout


def program(checkout: Path, name: str, script: str) -> None:
    path = checkout.parent / "bin" / name
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def install(checkout: Path, kind: str = "run") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "deploy" / "onebox" / "install.sh", kind],
        env={"PATH": str(checkout.parent / "bin")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


# A Python that says it is new enough, and makes a virtual environment of itself and this `uv`.
PYTHON = """
case "$1 $2" in
"-c "*) exit 0 ;;
"-m venv") mkdir -p "$3/bin"; cat "$0" >"$3/bin/python"; chmod +x "$3/bin/python" ;;
"-m pip") printf '#!/bin/sh\\necho "$@" >>uv-calls\\n%s\\n' "{uv}" >.venv/bin/uv
    chmod +x .venv/bin/uv ;;
"--version "*) echo Python 3.12.1 ;;
esac
"""


def working_python(checkout: Path, uv: str = "exit 0") -> None:
    program(checkout, "python3", PYTHON.replace("{uv}", uv))


def test_a_machine_without_a_new_enough_python_is_told_so_in_one_line(checkout: Path) -> None:
    program(checkout, "python3", '[ "$1" = --version ] && echo Python 3.9.2 && exit 0\nexit 1')
    done = install(checkout)
    assert done.returncode != 0
    (line,) = done.stderr.splitlines()
    assert "Python 3.11 or later is needed" in line
    assert "Python 3.9.2" in line


def test_a_machine_without_any_python_is_told_so_in_one_line(checkout: Path) -> None:
    (line,) = install(checkout).stderr.splitlines()
    assert "no python3 at all" in line


def test_a_newer_python_beside_an_old_one_is_found(checkout: Path) -> None:
    program(checkout, "python3", "exit 1")
    program(checkout, "python3.12", PYTHON.replace("{uv}", "exit 0"))
    done = install(checkout)
    assert done.returncode == 0, done.stderr
    assert "with Python 3.12.1" in done.stdout


def test_a_missing_ensurepip_is_one_line_with_the_remedy(checkout: Path) -> None:
    script = (
        'case "$1" in -c) exit 0 ;; esac\n'
        'echo "The virtual environment was not created because ensurepip is not available."\n'
        "exit 1"
    )
    program(checkout, "python3", script)
    done = install(checkout)
    assert done.returncode != 0
    assert "apt install python3-venv" in done.stderr.splitlines()[-1]
    assert not (checkout / ".venv").exists()


def test_the_second_run_of_the_same_lock_file_does_nothing(checkout: Path) -> None:
    working_python(checkout)
    assert install(checkout).returncode == 0
    second = install(checkout)
    assert (second.returncode, second.stdout) == (0, "")
    assert len((checkout / "uv-calls").read_text().splitlines()) == 1


def test_a_changed_lock_file_is_installed(checkout: Path) -> None:
    working_python(checkout)
    install(checkout)
    with (checkout / "uv.lock").open("a") as lock:
        lock.write("# changed\n")
    install(checkout)
    assert len((checkout / "uv-calls").read_text().splitlines()) == 2


def test_starting_the_stack_never_removes_the_checkers(checkout: Path) -> None:
    working_python(checkout)
    install(checkout, "dev")
    install(checkout, "run")
    (call,) = (checkout / "uv-calls").read_text().splitlines()
    assert "--inexact" in call
    assert "--frozen" in call


def test_a_failed_download_is_explained_and_tried_again_next_time(checkout: Path) -> None:
    working_python(checkout, uv="exit 2")
    for attempt in (1, 2):
        done = install(checkout)
        assert done.returncode != 0
        assert "Is there a network to PyPI?" in done.stderr.splitlines()[-1]
        assert len((checkout / "uv-calls").read_text().splitlines()) == attempt


def test_a_full_disk_is_said_to_be_full(checkout: Path) -> None:
    working_python(checkout, uv="exit 2")
    program(checkout, "df", "echo header; echo disk 100000 99000 1000 99% /")
    last = install(checkout).stderr.splitlines()[-1]
    assert "The disk is full (0 MiB left" in last


def test_windows_is_sent_to_wsl(checkout: Path) -> None:
    program(checkout, "uname", "echo MINGW64_NT-10.0")
    (line,) = install(checkout).stderr.splitlines()
    assert "WSL" in line
