"""Figures come of runs alone: none is claimed, and where nothing is known they are null."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.automation.domain.figures import AutomationFigures, figures, share_of, time_saved
from local.automation.domain.routines import Routine
from local.automation.domain.run import Run, RunState

DAY = date(2026, 11, 26)
REPLY = Run(routine=Routine.REPLY_TO_REVIEWS, key="1", on=DAY, state=RunState.VERIFIED)
POST = Run(routine=Routine.CREATE_CONTENT, key="day", on=DAY, state=RunState.MANUAL)
MINUTES = {Routine.REPLY_TO_REVIEWS: 4.0, Routine.CREATE_CONTENT: 15.0}


def found(*runs: Run) -> AutomationFigures:
    return figures(runs, MINUTES)


def test_without_runs_nothing_is_known() -> None:
    nothing = found()
    assert nothing.hands_free.value is None
    assert nothing.hands_free_minutes is None
    assert nothing.minutes_saved is None
    assert nothing.is_goal_reached is None
    assert time_saved(nothing, 1, 500_00) is None


@pytest.mark.parametrize(
    ("part", "whole", "lower"), [(40, 50, 0.67), (430, 500, 0.827), (0, 10, 0.0)]
)
def test_the_lower_bound_is_wilsons(part: int, whole: int, lower: float) -> None:
    assert share_of(part, whole).lower == pytest.approx(lower, abs=0.005)


def test_the_goal_is_reached_by_the_bound_and_from_a_hundred_runs_on() -> None:
    assert found(*[REPLY] * 99).is_goal_reached is None
    assert found(*[REPLY] * 100).is_goal_reached
    assert found(*[REPLY] * 80, *[POST] * 20).is_goal_reached is False


def test_a_run_that_somebody_touched_is_verified_and_not_hands_free() -> None:
    both = found(REPLY, replace(REPLY, is_touched=True))
    assert (both.verified.part, both.hands_free.part, both.hands_free.whole) == (2, 1, 2)
    assert both.minutes_saved == 7.0


def test_heavy_work_by_hand_weighs_more_than_its_number() -> None:
    assert found(REPLY, POST).hands_free_minutes == pytest.approx(4 / 19)


def test_what_nobody_timed_saves_no_time() -> None:
    untimed = figures([REPLY], {})
    assert untimed.minutes_saved is None
    assert untimed.hands_free.value == 1.0


def test_failures_may_cost_more_than_was_saved() -> None:
    failed = replace(REPLY, state=RunState.FAILED, is_touched=True)
    assert found(failed).minutes_saved == -1.0


def test_voids_are_left_out_and_counted() -> None:
    void = replace(REPLY, state=RunState.VOID)
    with_void = found(REPLY, void)
    assert (with_void.hands_free.whole, with_void.voids) == (1, 1)


def test_hours_and_rupees_follow_from_minutes() -> None:
    saved = time_saved(found(*[REPLY] * 30, POST), 2, 500_00)
    assert saved is not None
    assert saved.daily_hours_saved == pytest.approx(1.0)
    assert saved.monthly_cost_savings_paise == 30 * 500_00
    assert saved.remaining_manual_time == pytest.approx(15 / 60 / 2)


states = st.sampled_from(list(RunState))
some_runs = st.lists(
    st.builds(
        Run,
        routine=st.sampled_from(list(Routine)),
        key=st.just("k"),
        on=st.just(DAY),
        state=states,
        is_touched=st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=40)
@given(some_runs)
def test_more_work_by_hand_never_raises_a_figure(runs: list[Run]) -> None:
    before, after = found(*runs), found(*runs, POST)
    assert (after.hands_free.value or 0) <= (before.hands_free.value or 0) or not runs
    assert (after.hands_free_minutes or 0) <= (before.hands_free_minutes or 0)


@settings(max_examples=40)
@given(some_runs)
def test_an_outcome_that_turns_out_unknown_never_raises_a_figure(runs: list[Run]) -> None:
    sure, unsure = found(*runs, REPLY), found(*runs, replace(REPLY, state=RunState.UNCONFIRMED))
    assert (unsure.hands_free.value or 0) <= (sure.hands_free.value or 0)
    assert (unsure.minutes_saved or 0) <= (sure.minutes_saved or 0)


@settings(max_examples=20)
@given(some_runs)
def test_the_same_runs_in_two_halves_give_the_same_share_of_minutes(runs: list[Run]) -> None:
    once, twice = found(*runs), found(*runs, *runs)
    assert once.hands_free_minutes == pytest.approx(twice.hands_free_minutes)
