from collections.abc import Mapping

import pytest

from pipeline.errors import PipelineError
from pipeline.gateway_watch import watched
from pipeline.judge import Policy
from pipeline.rollout import Timing

POLICY = Policy(watch_seconds=60, fewest_requests=0)
LINE = 'traefik_entrypoint_requests_total{{code="{}",entrypoint="web"}} {}\n'


class Gateway:
    """Answers a hundred requests a second, so many of them with a 503, while time passes."""

    def __init__(self, errors_a_second: float) -> None:
        self.seconds = 0.0
        self._errors = errors_a_second

    def pages(self) -> Mapping[str, str]:
        errors = round(self.seconds * self._errors)
        good = round(self.seconds * 100) - errors
        return {"gateway-1": LINE.format(200, good) + LINE.format(503, errors)}

    def wait(self, seconds: float) -> None:
        self.seconds += seconds


def watch(gateway: Gateway) -> str:
    return watched(gateway.pages, POLICY, Timing(lambda: gateway.seconds, gateway.wait))


def test_a_gateway_that_answers_is_left_as_it_is() -> None:
    gateway = Gateway(errors_a_second=0.05)
    assert "burn rate" in watch(gateway)
    assert gateway.seconds == 60


def test_a_gateway_that_burns_must_go_back_at_once() -> None:
    gateway = Gateway(errors_a_second=5)
    with pytest.raises(PipelineError, match="The gateway must go back: 5 errors in 100 answers"):
        watch(gateway)
    assert gateway.seconds == 1


def test_a_quiet_gateway_is_not_the_changes_fault() -> None:
    gateway = Gateway(errors_a_second=0)
    gateway.pages = lambda: {"gateway-1": ""}
    assert watch(gateway).startswith("0 errors in 0 answers")
