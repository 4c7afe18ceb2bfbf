from collections.abc import Mapping

import pytest

from pipeline.errors import BlindError
from pipeline.traffic import Counted, Counts, Meter, counted, increase

PAGE = """\
# TYPE traefik_service_requests_total counter
traefik_service_requests_total{code="200",method="GET",service="local-canary@file"} 90
traefik_service_requests_total{code="404",method="GET",service="local-canary@file"} 5
traefik_service_requests_total{code="500",method="POST",service="local-canary@file"} 3
traefik_service_requests_total{code="502",method="GET",service="local-canary@file"} 2
traefik_service_requests_total{code="500",method="GET",service="local-stable@file"} 7
traefik_service_retries_total{service="local-canary@file"} 9
traefik_entrypoint_requests_total{code="200",entrypoint="web",method="GET"} 1.2e+03
traefik_entrypoint_requests_total{code="503",entrypoint="web",method="GET"} 4
"""
CANARY = Counted.services("local-canary@file")


class Gateways:
    """Pages by gateway, as somebody asks for them."""

    def __init__(self, **pages: str) -> None:
        self.pages = pages

    def __call__(self) -> Mapping[str, str]:
        return self.pages


def page(requests: int, errors: int) -> str:
    line = 'traefik_service_requests_total{{code="{}",service="local-canary@file"}} {}\n'
    return line.format(200, requests - errors) + line.format(500, errors)


def test_errors_are_the_servers_own_and_not_the_clients() -> None:
    assert counted(PAGE, CANARY) == Counts(requests=100, errors=5)


def test_another_services_answers_do_not_count() -> None:
    assert counted(PAGE, Counted.services("local-imports-canary@file")) == Counts()


def test_an_entry_points_answers_are_what_clients_saw() -> None:
    assert counted(PAGE, Counted.entry_point("web")) == Counts(requests=1204, errors=4)


def test_a_meter_starts_at_nothing_and_adds_up_every_gateway() -> None:
    gateways = Gateways(one=page(100, 50), two=page(10, 0))
    meter = Meter(gateways, CANARY)
    gateways.pages = {"one": page(120, 51), "two": page(15, 0)}
    assert meter.read() == Counts(25, 1)


def test_a_gateway_that_starts_anew_or_joins_is_counted_on() -> None:
    gateways = Gateways(one=page(100, 0))
    meter = Meter(gateways, CANARY)
    gateways.pages = {"one": page(110, 0)}
    meter.read()
    gateways.pages = {"one": page(4, 1), "two": page(3, 0)}
    assert meter.read() == Counts(17, 1)


def test_a_gateway_that_is_away_for_a_moment_loses_nothing() -> None:
    gateways = Gateways(one=page(10, 0), two=page(10, 0))
    meter = Meter(gateways, CANARY)
    gateways.pages = {"one": page(20, 0)}
    meter.read()
    gateways.pages = {"one": page(20, 0), "two": page(30, 0)}
    assert meter.read() == Counts(30, 0)


def test_without_a_gateway_nobody_sees_anything() -> None:
    with pytest.raises(BlindError, match="No gateway"):
        Meter(Gateways(), CANARY)


def test_nothing_has_no_share_of_errors() -> None:
    assert Counts().error_ratio == 0


def test_counters_that_fell_were_started_anew() -> None:
    assert increase(Counts(10, 5), Counts(12, 5)) == Counts(2, 0)
    assert increase(Counts(10, 5), Counts(12, 1)) == Counts(12, 1)
