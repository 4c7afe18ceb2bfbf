import random
import re
import string
from collections.abc import Iterator

import pytest

from shared.auth.keys import new_key
from shared.tiers import BusinessTier
from tests.architecture.tree import shown, text_files

LEAKS = {
    "a key": re.compile(r"vlo_(ent|loc)_[0-9A-Za-z]{38}(?![0-9A-Za-z])"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a path of somebody's machine": re.compile(r"(?<![\w.])/(?:root|work|home/\w+|Users/\w+)/\w"),
}


def leaks_in(text: str) -> Iterator[str]:
    """Yield what the text gives away; a few characters show where."""
    for what, pattern in LEAKS.items():
        yield from (f"{what}: {found[0][:12]}…" for found in pattern.finditer(text))


def test_no_file_gives_away_a_key_or_a_machine() -> None:
    found = [
        f"{shown(path)}: {leak}"
        for path in text_files()
        for leak in leaks_in(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("tier", BusinessTier)
def test_a_key_in_a_file_would_be_seen(tier: BusinessTier) -> None:
    for _ in range(100):
        assert list(leaks_in(f'curl -H "X-API-Key: {new_key(tier)}"'))


def test_a_megabyte_of_chance_holds_no_leak() -> None:
    chance = random.Random(7)
    text = "".join(chance.choices(string.ascii_letters + string.digits + "_ ", k=1_000_000))
    assert list(leaks_in(text)) == []


@pytest.mark.parametrize("place", ["root", "work", "home/asha", "Users/asha"])
def test_a_path_of_a_machine_would_be_seen(place: str) -> None:
    assert list(leaks_in(f"open('/{place}/project')"))
