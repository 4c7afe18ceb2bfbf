"""Phrases are found as they are written: gaps, beginnings, alternatives, classes."""

import pytest

from local.messaging.domain.phrases import Phrases

CLASSES = {"pet": "cat dog* bird"}


@pytest.mark.parametrize(
    ("written", "said", "is_in"),
    [
        ("stop", "please stop now", True),
        ("stop", "nonstop", False),
        ("stop", "stopped", False),
        ("stop*", "stopped", True),
        ("a ..2 b", "a x y b", True),
        ("a ..2 b", "a x y z b", False),
        ("a ..0 b", "a b", True),
        ("^ a b $", "a b", True),
        ("^ a b $", "a b c", False),
        ("^ a", "b a", False),
        ("no|not <pet>", "not doggy", True),
        ("no|not <pet>", "not cats", False),
        ("x, y z", "y z", True),
        ("c++", "c++", True),
        ("a", "", False),
    ],
)
def test_what_is_found(written: str, said: str, *, is_in: bool) -> None:
    assert Phrases(written, CLASSES).are_in(said.split()) is is_in
