"""A model is used where it is right, reads more than the rules, and leaves alone the strange."""

from dataclasses import replace

import pytest

from local.messaging.domain.intent import Intent
from local.messaging.domain.reading_model import OUT_OF_SCOPE
from local.messaging.domain.reading_sureness import Heldout, Sureness, least_lead, sureness

GOOD = Sureness(
    messages=200,
    guessed_right=190,
    read=150,
    read_right=147,
    read_by_rules=80,
    right_by_rules=60,
    strange=300,
    strange_read_ratio=0.09,
)
RIGHT = Heldout(
    label="price",
    said="price",
    guess="price",
    lead=0.5,
    by_rules=Intent.PRICE,
    is_own=True,
    is_left_out_whole=False,
)
STRANGE = replace(RIGHT, label=OUT_OF_SCOPE, lead=0.2, is_own=False, by_rules=None)


@pytest.mark.parametrize(
    ("found", "obstacle"),
    [
        (GOOD, None),
        (replace(GOOD, messages=149), "too_few_labels"),
        (replace(GOOD, read=0, read_right=0), "never_sure"),
        (replace(GOOD, strange_read_ratio=0.11), "never_sure"),
        (replace(GOOD, read_right=138), "not_right_enough"),
        (replace(GOOD, read=20, read_right=20), "not_right_enough"),
        (replace(GOOD, right_by_rules=147), "rules_read_more"),
    ],
)
def test_a_model_is_used_where_it_has_earned_it(found: Sureness, obstacle: str | None) -> None:
    assert found.obstacle == obstacle


def test_the_bound_keeps_out_what_is_no_inquiry() -> None:
    assert least_lead([RIGHT] * 20 + [STRANGE] * 20) == pytest.approx(0.21)


def test_the_bound_keeps_out_what_would_be_wrong() -> None:
    wrong = replace(RIGHT, said="booking", guess="booking", lead=0.3)
    assert least_lead([RIGHT] * 20 + [wrong] * 5) == pytest.approx(0.31)


def test_where_nothing_tells_right_from_strange_no_bound_does() -> None:
    assert least_lead([RIGHT, replace(STRANGE, lead=0.999)]) == 1.0


def test_strange_is_both_our_own_lines_and_an_intent_left_out_whole() -> None:
    left_out = replace(RIGHT, is_left_out_whole=True)
    found = sureness([RIGHT, STRANGE, replace(STRANGE, said=OUT_OF_SCOPE), left_out], 0.1)
    assert (found.messages, found.read, found.right_by_rules) == (1, 1, 1)
    assert (found.strange, found.strange_read_ratio) == (3, pytest.approx(0.75))
