import ast
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from shared.service_factory import ENGINES
from tests.architecture.tree import BENCH, PACKAGES, ROOT, TESTS, python_files, shown, syntax

# Alembic loads versions by path; they are not imported as a package.
LOADED_BY_PATH = {ROOT / f"services/{tier}/migrations/versions" for tier in ("enterprise", "local")}
# What a test folder is about, where it is not named like the code's folder.
HOME_OF_TESTS = {
    "enterprise": ROOT / "services/enterprise",
    "local": ROOT / "services/local",
    "shared": ROOT / "libs/shared",
    "deploy": ROOT / "deploy",
    "bench": BENCH,
}

ABOUT_A_WHOLE_PACKAGE = {
    # Kills the processes in which a whole package runs, not one module of it.
    TESTS / "shared/jobs/test_crashes.py",
    # Programs that are not Python: the Makefile and deploy/onebox/install.sh.
    TESTS / "deploy/test_makefile.py",
    TESTS / "deploy/onebox/test_install.py",
    # What is written for operators in docs/operate.
    TESTS / "deploy/test_handbook.py",
    # Likewise: deploy/images/Dockerfile; deploy/compose/compose.yaml as written and as it runs.
    TESTS / "deploy/images/test_dockerfile.py",
    TESTS / "deploy/compose/test_compose_file.py",
    TESTS / "deploy/compose/test_running.py",
}
ENGINE_NAMES = sorted(entry_points(group=ENGINES).names)


def package_folders(*roots: Path) -> set[Path]:
    return {path.parent for path in python_files(*roots)} - LOADED_BY_PATH


def is_one_line(docstring: str | None) -> bool:
    return docstring is not None and bool(docstring.strip()) and "\n" not in docstring.strip()


def test_every_package_says_in_one_line_what_it_is() -> None:
    silent = [
        shown(folder)
        for folder in package_folders(*PACKAGES)
        if not (folder / "__init__.py").exists()
        or not is_one_line(ast.get_docstring(syntax(folder / "__init__.py")))
    ]
    assert silent == [], "\n".join(sorted(silent))


def test_every_folder_of_tests_is_a_package() -> None:
    bare = [
        shown(folder) for folder in package_folders(TESTS) if not (folder / "__init__.py").exists()
    ]
    assert bare == [], "\n".join(sorted(bare))


def is_tested_thing(home: Path, folder: str, name: str) -> bool:
    """Return whether the code has `name`, or a shorter name of which `name` is one aspect."""
    words = name.split("_")
    tried = ("_".join(words[:length]) for length in range(len(words), 0, -1))
    place = home / folder
    return any((place / f"{name}.py").exists() or (place / name).is_dir() for name in tried)


def test_the_tests_mirror_the_code() -> None:
    strays = [
        shown(path)
        for name, home in HOME_OF_TESTS.items()
        for path in (TESTS / name).rglob("test_*.py")
        if path not in ABOUT_A_WHOLE_PACKAGE
        and not is_tested_thing(
            home,
            path.parent.relative_to(TESTS / name).as_posix(),
            path.stem.removeprefix("test_"),
        )
    ]
    assert strays == [], "\n".join(sorted(strays))


def test_a_stray_test_is_seen() -> None:
    shared = ROOT / "libs/shared"
    assert is_tested_thing(shared, ".", "money")
    assert is_tested_thing(shared, ".", "money_under_load")
    assert not is_tested_thing(shared, ".", "telepathy")
    assert not is_tested_thing(shared, "telepathy", "money")


@pytest.mark.parametrize("name", ENGINE_NAMES)
def test_every_declared_engine_can_be_loaded(name: str) -> None:
    (engine,) = entry_points(group=ENGINES, name=name)
    assert isinstance(engine.load(), type)


def test_there_is_an_engine_for_each_tier() -> None:
    assert set(ENGINE_NAMES) >= {"intelligence.enterprise", "intelligence.local"}
