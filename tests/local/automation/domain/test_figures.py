"""Figures come of runs alone: none is claimed, and where nothing is known they are null."""

import ast
import inspect
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.automation.domain import figures as figures_module
from local.automation.domain.baseline import Baseline
from local.automation.domain.figures import AutomationFigures, figures, share_of, time_saved
from local.automation.domain.routines import ROUTINES, Routine
from local.automation.domain.run import Run, RunState

DAY = date(2026, 11, 26)
REPLY = Run(routine=Routine.REPLY_TO_REVIEWS, key="1", on=DAY, state=RunState.VERIFIED)
POST = Run(routine=Routine.CREATE_CONTENT, key="day", on=DAY, state=RunState.MANUAL)
MINUTES = {
    Routine.REPLY_TO_REVIEWS: Baseline(minutes=4.0),
    Routine.CREATE_CONTENT: Baseline(minutes=15.0),
}
FIGURES = ("hands_free", "assisted", "verified", "unconfirmed", "reworked")


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
    assert untimed.extra_minutes == 4.0
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


def test_what_a_person_spent_is_taken_off_as_it_was_told() -> None:
    touched = replace(REPLY, is_touched=True, touch_minutes=3.5)
    assert found(touched, REPLY).minutes_saved == 4.5
    assert found(replace(touched, is_reworked=True), REPLY).reworked.part == 1


def test_oftener_than_before_is_extra_and_not_saved() -> None:
    week = [replace(REPLY, on=date(2026, 11, day)) for day in range(1, 8)]
    capped = {Routine.REPLY_TO_REVIEWS: Baseline(minutes=4.0, times_per_week=3.0)}
    some = figures(week, capped)
    assert (some.minutes_saved, some.extra_minutes) == (12.0, 16.0)
    since = {Routine.REPLY_TO_REVIEWS: Baseline(minutes=4.0, was_done_before=False)}
    none = figures(week, since)
    assert (none.minutes_saved, none.extra_minutes) == (None, 28.0)


def test_a_range_is_known_only_where_everything_was_timed() -> None:
    timed = Baseline(minutes=4.0, low=3.0, high=6.0)
    both = figures([REPLY, REPLY], {Routine.REPLY_TO_REVIEWS: timed})
    assert (both.minutes_saved_low, both.minutes_saved, both.minutes_saved_high) == (6.0, 8.0, 12.0)
    mixed = figures([REPLY], MINUTES | {Routine.REPLY_TO_REVIEWS: timed})
    assert (mixed.minutes_saved_low, mixed.minutes_saved_high) == (None, None)


def test_an_assisted_run_is_never_hands_free() -> None:
    both = found(REPLY, replace(REPLY, is_touched=True))
    assert (both.assisted.part, both.hands_free.part) == (1, 1)


def test_no_target_is_written_into_the_code_that_makes_figures() -> None:
    numbers = [
        node.value
        for node in ast.walk(ast.parse(inspect.getsource(figures_module)))
        if isinstance(node, ast.Constant)
    ]
    assert not {0.8, 80} & {n for n in numbers if isinstance(n, int | float)}


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
    for name in ("hands_free", "assisted", "verified"):
        assert getattr(unsure, name).part <= getattr(sure, name).part
    assert (unsure.hands_free_minutes or 0) <= (sure.hands_free_minutes or 0)
    assert (unsure.minutes_saved or 0) <= (sure.minutes_saved or 0)
    assert unsure.extra_minutes <= sure.extra_minutes


@settings(max_examples=20)
@given(some_runs)
def test_the_same_runs_in_two_halves_give_the_same_share_of_minutes(runs: list[Run]) -> None:
    once, twice = found(*runs), found(*runs, *runs)
    assert once.hands_free_minutes == pytest.approx(twice.hands_free_minutes)


@pytest.mark.parametrize("state", [RunState.VERIFIED, RunState.MANUAL, RunState.VOID])
@pytest.mark.parametrize("routine", [r for r, facts in ROUTINES.items() if facts.is_own_check])
def test_what_the_platform_does_for_its_own_sake_is_in_no_figure(
    routine: Routine, state: RunState
) -> None:
    check = replace(REPLY, routine=routine, state=state)
    assert found(REPLY, POST, check) == found(REPLY, POST)


@settings(max_examples=40)
@given(some_runs, st.integers(min_value=0, max_value=11))
def test_voiding_lowers_n_and_is_counted(runs: list[Run], which: int) -> None:
    if which >= len(runs) or not runs[which].is_counted:
        return
    voided = [*runs[:which], replace(runs[which], state=RunState.VOID), *runs[which + 1 :]]
    before, after = found(*runs), found(*voided)
    assert after.hands_free.whole == before.hands_free.whole - 1
    assert after.voids == before.voids + 1


@settings(max_examples=20)
@given(some_runs, st.randoms(use_true_random=False))
def test_the_same_record_in_any_order_gives_the_same_figures(
    runs: list[Run], chance: Random
) -> None:
    shuffled = list(runs)
    chance.shuffle(shuffled)
    once, again = found(*runs), found(*shuffled)
    assert all(getattr(once, name) == getattr(again, name) for name in FIGURES)
    assert again.minutes_saved == pytest.approx(once.minutes_saved)
