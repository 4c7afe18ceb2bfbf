"""The recipe of the images, and what their commands do, as far as no engine is needed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from onebox.state import repository

IMAGES = repository() / "deploy" / "images"
TEXT = (IMAGES / "Dockerfile").read_text()
RECIPES = [IMAGES / "Dockerfile", *sorted((repository() / "deploy/engine").rglob("Dockerfile.*"))]
INSTRUCTIONS = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*\n", "", TEXT, flags=re.MULTILINE)).splitlines()
LAST_STAGE = INSTRUCTIONS[
    max(i for i, line in enumerate(INSTRUCTIONS) if line.startswith("FROM")) :
]
HADOLINT = Path(sys.executable).with_name("hadolint")
ENGINE_SCRIPTS = "deploy/engine"


def values(instruction: str, lines: list[str]) -> list[str]:
    return [line.partition(" ")[2].strip() for line in lines if line.startswith(f"{instruction} ")]


@pytest.mark.skipif(not HADOLINT.exists(), reason="hadolint has no build for this system")
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.name)
def test_hadolint_finds_nothing(recipe: Path) -> None:
    done = subprocess.run([HADOLINT, recipe], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_both_stages_start_from_the_base_that_the_argument_names() -> None:
    assert values("FROM", INSTRUCTIONS) == ["${PYTHON_IMAGE} AS build", "${PYTHON_IMAGE}"]


def test_every_installation_checks_hashes_or_fetches_nothing() -> None:
    installs = [part for line in INSTRUCTIONS for part in line.split("&&") if " install " in part]
    assert len(installs) == 4
    assert [p for p in installs if "--require-hashes" not in p and "--offline" not in p] == []


def test_what_is_installed_is_what_the_lock_file_says() -> None:
    exports = [part for line in INSTRUCTIONS for part in line.split("&&") if "uv export" in part]
    assert len(exports) == 3
    assert [part for part in exports if "--frozen" not in part] == []


def test_the_last_stage_installs_nothing_and_runs_as_a_numbered_user() -> None:
    assert values("USER", LAST_STAGE) == ["10001:10001"]
    assert [run for run in values("RUN", LAST_STAGE) if "useradd" not in run] == []
    assert values("COPY", LAST_STAGE)[:3] == [
        "--from=build /opt/vlo /opt/vlo",
        "--from=build /app /app",
        "--from=build /sbom.cdx.json /usr/share/sbom/vlo.cdx.json",
    ]


def test_only_the_shared_code_and_one_tier_are_copied() -> None:
    copied = {word for line in values("COPY", INSTRUCTIONS) for word in line.split()[:-1]}
    ours = {word for word in copied if word.startswith(("libs", "services"))}
    assert ours == {"libs/shared", "services/${TIER}"}


def test_the_image_says_how_it_is_stopped_watched_and_what_it_is() -> None:
    assert values("STOPSIGNAL", LAST_STAGE) == ["SIGTERM"]
    assert 'CMD ["vlo-tier", "health"]' in values("HEALTHCHECK", LAST_STAGE)[0]
    assert values("ENTRYPOINT", LAST_STAGE) == ['["vlo-tier"]']
    for label in ("title", "description", "version", "revision", "created", "base.name"):
        assert f"org.opencontainers.image.{label}=" in TEXT


def test_nothing_reaches_the_builder_that_is_not_listed() -> None:
    lines = (IMAGES / "Dockerfile.dockerignore").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule for rule in rules if rule.startswith("!")} == {
        "!pyproject.toml",
        "!uv.lock",
        "!README.md",
        "!libs/shared",
        "!services/enterprise",
        "!services/local",
        "!deploy/images",
    }


@pytest.fixture
def commands(tmp_path: Path) -> dict[str, str]:
    """Put a `python` on the PATH that says what it was asked to do."""
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\necho "$@" "$LOCAL_HOST:$LOCAL_PORT:$LOCAL_WORKER_PORT"\n')
    python.chmod(0o755)
    return {"PATH": f"{tmp_path}:{os.environ['PATH']}", "TIER": "local"}


def said_by(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [IMAGES / "vlo-tier", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


PORTS = "0.0.0.0:8000:8001"


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["api"], ["-m local.migrations.check", "-m local.main"]),
        (["worker"], ["-m local.migrations.check", "-m local.worker"]),
        (["migrate"], ["-m local.migrations"]),
        (
            ["operator-key", "ops"],
            ["-m local.migrations.check", "-m local.operator_keys create --name ops"],
        ),
        (["health"], ["-IS /usr/local/bin/health.py 8000 8001"]),
    ],
)
def test_a_command_runs_the_tiers_program_behind_its_check(
    commands: dict[str, str], arguments: list[str], lines: list[str]
) -> None:
    done = said_by(arguments, commands)
    assert done.stdout.splitlines() == [f"{line} {PORTS}" for line in lines]


def test_what_the_environment_says_of_host_and_port_is_kept(commands: dict[str, str]) -> None:
    done = said_by(["migrate"], commands | {"LOCAL_HOST": "::", "LOCAL_PORT": "9000"})
    assert done.stdout == "-m local.migrations :::9000:8001\n"


def test_a_database_that_does_not_fit_ends_the_container(
    commands: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "python").write_text('#!/bin/sh\necho "$2" does not fit >&2\nexit 2\n')
    done = said_by(["api"], commands)
    assert (done.returncode, done.stderr) == (2, "local.migrations.check does not fit\n")


@pytest.mark.parametrize("arguments", [[], ["serve"]])
def test_a_command_that_does_not_exist_is_answered_with_those_that_do(
    commands: dict[str, str], arguments: list[str]
) -> None:
    done = said_by(arguments, commands)
    assert done.returncode == 2
    for known in ("api", "worker", "migrate", "operator-key", "health"):
        assert f"  {known} " in done.stderr


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not installed")
def test_shellcheck_finds_nothing() -> None:
    scripts = [
        *IMAGES.glob("*.sh"),
        IMAGES / "vlo-tier",
        *(repository() / "deploy").rglob("*.sh"),
        repository() / "deploy/engine/stand-ins/postgres-entry",
    ]
    done = subprocess.run(
        ["shellcheck", "--external-sources", "--source-path=SCRIPTDIR", *scripts],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
