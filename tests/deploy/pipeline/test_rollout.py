"""The rollout over a release, a clock and traffic that the test makes up."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from pipeline.errors import BlindError, CommandFailedError
from pipeline.judge import Policy
from pipeline.rollout import Outcome, Timing, roll_out
from pipeline.traffic import Counts

POLICY = Policy(watch_seconds=60, patience_seconds=300, blind_seconds=15)


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def now(self) -> float:
        return self.seconds

    def wait(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass
class FakeRelease:
    """Takes its share of 200 requests a second; each so many fail, from a share on."""

    clock: Clock
    fails: Callable[[int], float] = lambda _percent: 0.0
    is_seen: Callable[[float], bool] = lambda _seconds: True
    refusals: int = 0
    shares: list[int] = field(default_factory=list[int])
    requests: float = 0.0
    errors: float = 0.0

    def __post_init__(self) -> None:
        self.began = self.counted_until = self.clock.now()

    def weigh(self, percent: int) -> None:
        self._pass_time()
        if percent == 0 and self.refusals:
            self.refusals -= 1
            raise CommandFailedError("the cluster does not answer")
        self.shares.append(percent)

    def counts(self) -> Counts:
        self._pass_time()
        if not self.is_seen(self.clock.now() - self.began):
            raise BlindError("no gateway answers")
        return Counts(round(self.requests), round(self.errors))

    def _pass_time(self) -> None:
        percent = self.shares[-1] if self.shares else 0
        came = (self.clock.now() - self.counted_until) * 200 * percent / 100
        self.counted_until = self.clock.now()
        self.requests += came
        self.errors += came * self.fails(percent)


def rolled_out(release: FakeRelease) -> tuple[Outcome, list[str]]:
    said: list[str] = []
    timing = Timing(release.clock.now, release.clock.wait)
    return roll_out(release, POLICY, timing, said.append), said


def test_a_good_release_gets_a_tenth_and_then_all() -> None:
    release = FakeRelease(Clock())
    outcome, said = rolled_out(release)
    assert (outcome.is_promoted, release.shares) == (True, [10, 100])
    assert outcome.seconds == pytest.approx(120)
    assert said[0] == "10 % of the requests go to the new release"


def test_a_release_that_only_fails_is_back_at_nothing_within_a_second() -> None:
    release = FakeRelease(Clock(), fails=lambda _: 1.0)
    outcome, said = rolled_out(release)
    assert (outcome.is_promoted, release.shares) == (False, [10, 0])
    assert outcome.seconds <= 1
    assert said[-1] == "0 % of the requests go to the new release"


def test_a_release_that_fails_only_under_all_requests_goes_back_from_there() -> None:
    release = FakeRelease(Clock(), fails=lambda percent: 0.05 if percent == 100 else 0.0)
    outcome, _ = rolled_out(release)
    assert (outcome.is_promoted, release.shares) == (False, [10, 100, 0])


def test_a_release_that_nobody_can_see_goes_back() -> None:
    release = FakeRelease(Clock(), is_seen=lambda seconds: seconds < 20)
    outcome, _ = rolled_out(release)
    assert (outcome.is_promoted, release.shares) == (False, [10, 0])
    assert "no gateway answers" in outcome.reason
    assert 20 <= outcome.seconds <= 36


def test_a_moment_of_blindness_is_borne() -> None:
    release = FakeRelease(Clock(), is_seen=lambda seconds: not 20 <= seconds < 30)
    outcome, _ = rolled_out(release)
    assert outcome.is_promoted


def test_a_cluster_that_does_not_answer_is_asked_again_to_take_the_requests_back() -> None:
    release = FakeRelease(Clock(), fails=lambda _: 1.0, refusals=9)
    outcome, _ = rolled_out(release)
    assert (outcome.is_promoted, release.shares) == (False, [10, 0])


def test_requests_that_cannot_be_taken_back_are_an_error_and_no_quiet_end() -> None:
    with pytest.raises(CommandFailedError):
        rolled_out(FakeRelease(Clock(), fails=lambda _: 1.0, refusals=10))


class InterruptedClock(Clock):
    """Somebody cancels while the rollout waits."""

    def wait(self, seconds: float) -> None:
        raise KeyboardInterrupt


def test_a_rollout_that_is_cancelled_takes_the_requests_back() -> None:
    release = FakeRelease(InterruptedClock())
    with pytest.raises(KeyboardInterrupt):
        rolled_out(release)
    assert release.shares == [10, 0]
