"""Shares of what was read add up, and a figure without messages says what is missing."""

from datetime import UTC, datetime

from local.messaging.domain.reading_figures import model_figures, reading_figures
from local.messaging.domain.reading_sureness import Sureness

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def test_the_three_shares_are_of_all_messages() -> None:
    found = reading_figures([("rules", 6, 5), ("model", 4, 3)], "model", NOW)
    shares = (found.read_by_rules, found.read_by_model, found.not_understood)
    assert [figure.value for figure in shares] == [0.5, 0.3, 0.2]
    assert {figure.n for figure in shares} == {10}


def test_without_messages_there_is_no_share() -> None:
    found = reading_figures([], "model", NOW)
    assert found.read_by_rules.value is None
    assert found.read_by_rules.reason == "insufficient_data"


def test_a_model_is_told_by_what_it_had_not_seen() -> None:
    found = model_figures(
        Sureness(
            messages=200,
            guessed_right=180,
            read=150,
            read_right=147,
            read_by_rules=80,
            right_by_rules=60,
            strange=300,
            strange_read_ratio=0.09,
        ),
        NOW,
    )
    assert (found.right_where_sure.value, found.right_where_sure.n) == (0.98, 150)
    assert (found.coverage.value, found.coverage.n) == (0.75, 200)
    assert (found.right_by_best_guess.value, found.right_by_rules.value) == (0.9, 0.3)
    assert (found.strange_read.value, found.strange_read.n) == (0.09, 300)
