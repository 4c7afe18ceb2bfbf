"""Who asks for an end of messages is heard; who stands at a bus stop is not."""

from pathlib import Path

import pytest

from local.messaging.domain.opt_out import is_opt_in, is_opt_out

FOLDER = Path(__file__).parent
WISHES = (FOLDER / "opt_outs.txt").read_text(encoding="utf-8").splitlines()
OTHERS = (FOLDER / "not_opt_outs.txt").read_text(encoding="utf-8").splitlines()
FLOOR = 0.98


def test_of_two_hundred_lines_wishes_are_heard_and_nothing_else() -> None:
    assert len(WISHES) + len(OTHERS) >= 200
    heard = sum(map(is_opt_out, WISHES))
    mistaken = sum(map(is_opt_out, OTHERS))
    assert heard / len(WISHES) >= FLOOR
    assert heard / (heard + mistaken) >= FLOOR


@pytest.mark.parametrize(
    ("words", "is_wish"),
    [
        ("stop pe khade hai", False),
        ("band karo", True),
        ("message mat bhejo", True),
        ("मैसेज मत भेजो", True),
        ("", False),
        ("👍", False),
        ("please", False),
    ],
)
def test_the_plainest_cases(words: str, *, is_wish: bool) -> None:
    assert is_opt_out(words) is is_wish


@pytest.mark.parametrize(
    ("words", "is_wish"),
    [
        ("START", True),
        ("phir se message bhejo", True),
        ("offers chalu karo", True),
        ("start time kya hai", False),
        ("STOP", False),
        ("", False),
    ],
)
def test_who_wants_messages_again(words: str, *, is_wish: bool) -> None:
    assert is_opt_in(words) is is_wish
