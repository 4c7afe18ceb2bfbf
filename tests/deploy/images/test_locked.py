import tomllib

import pytest

from images.locked import requirement
from onebox.state import repository

LOCK = tomllib.loads((repository() / "uv.lock").read_text())


def test_a_package_is_pinned_with_every_hash_that_the_lock_file_has() -> None:
    lock = {
        "package": [{"name": "uv", "version": "1.2", "wheels": [{"hash": "a:1"}, {"hash": "a:2"}]}]
    }
    assert requirement(lock, "uv") == "uv==1.2 --hash=a:1 --hash=a:2"


@pytest.mark.parametrize("name", ["uv", "hatchling"])
def test_what_builds_an_image_is_in_the_lock_file(name: str) -> None:
    line = requirement(LOCK, name)
    assert line.startswith(f"{name}==")
    assert line.count("--hash=sha256:") >= 1


def test_a_package_that_is_not_locked_is_refused() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        requirement(LOCK, "no-such-package")
