"""What counts as a key, whatever a client does to the headers that carry it."""

import pytest

from tests.gateway.running import RunningGateway
from tests.gateway.wire import (
    ENTERPRISE_KEY,
    KEY_OF,
    LOCAL_KEY,
    OTHER_KEY,
    PATH_OF,
    Headers,
    bearer,
    key,
)

TIERS = ["enterprise", "local"]


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize(
    "pattern",
    [
        "", "vlo_", "{key:.45}", "{key}A", "{key:.45}_", "{key:.45}é", '"{key}"', "{key}, {key}",
        "x{key}", "Bearer {key}", "VLO_ENT_{rest}", "vlo-{rest}", "vlo_xyz_{rest}", "vlo_{rest}",
    ],
)  # fmt: skip
def test_a_malformed_key_is_unauthenticated(
    gateway: RunningGateway, tier: str, pattern: str
) -> None:
    text = pattern.format(key=KEY_OF[tier], rest=KEY_OF[tier][8:])
    answer = gateway.ask(PATH_OF[tier], key(text))
    assert (answer.status, answer.media_type) == (401, "application/problem+json")


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (f"Bearer {LOCAL_KEY}", 200),
        (f"bearer {LOCAL_KEY}", 200),
        (f"BEARER   {LOCAL_KEY}", 200),
        (f"Bearer\t{LOCAL_KEY}", 401),
        (f"Bearer{LOCAL_KEY}", 401),
        (LOCAL_KEY, 401),
        (f"Basic {LOCAL_KEY}", 401),
        (f"Token {LOCAL_KEY}", 401),
        (f"Bearer {LOCAL_KEY} x", 401),
        (f"Bearer {LOCAL_KEY}, Bearer {ENTERPRISE_KEY}", 403),
        (f"Basic {ENTERPRISE_KEY}", 403),
    ],
)
def test_an_authorization_header_must_be_a_bearer_token(
    gateway: RunningGateway, value: str, status: int
) -> None:
    assert gateway.ask("/api/v2/local/x", [("Authorization", value)]).status == status


def both_keys(right: str, other: str) -> list[Headers]:
    return [
        [*key(right), *key(other)],
        [*key(other), *key(right)],
        [*key(right), *bearer(other)],
        [*bearer(right), *key(other)],
        [*bearer(right), *bearer(other)],
        [*bearer(other), *bearer(right)],
        key(f"{right}, {other}"),
        key(f"{right}{other}"),
        [*key(right), ("X-API-Key", f"x {other}")],
        [*key(right), ("x-api-key", other)],
    ]


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("case", range(len(both_keys("", ""))))
def test_a_second_key_of_the_other_tier_spoils_the_right_one(
    gateway: RunningGateway, tier: str, case: int
) -> None:
    headers = both_keys(KEY_OF[tier], OTHER_KEY[tier])[case]
    answer = gateway.ask(PATH_OF[tier], headers)
    assert (answer.status, answer.media_type) == (403, "application/problem+json")


@pytest.mark.parametrize("tier", TIERS)
def test_half_a_key_of_the_other_tier_spoils_the_right_one_too(
    gateway: RunningGateway, tier: str
) -> None:
    headers = [*key(KEY_OF[tier]), *key(OTHER_KEY[tier][:20])]
    assert gateway.ask(PATH_OF[tier], headers).status == 401


def test_two_keys_of_one_tier_are_left_for_the_tier_to_refuse(gateway: RunningGateway) -> None:
    answer = gateway.ask("/api/v2/local/x", [*key(LOCAL_KEY), *key(LOCAL_KEY)])
    assert answer.received("x-api-key") == [LOCAL_KEY, LOCAL_KEY]


@pytest.mark.parametrize("alias", ["X_API_Key", "X.API.Key", "X_API-Key", "x_api_key", "X-API_Key"])
def test_a_header_that_only_resembles_the_keys_is_dropped(
    gateway: RunningGateway, alias: str
) -> None:
    assert gateway.ask("/api/v2/local/x", [(alias, LOCAL_KEY)]).status == 401
    answer = gateway.ask("/api/v2/local/x", [*key(LOCAL_KEY), (alias, ENTERPRISE_KEY)])
    assert answer.status == 200
    assert ENTERPRISE_KEY not in answer.body.decode()


def test_a_key_that_the_connection_header_takes_away_is_no_key(gateway: RunningGateway) -> None:
    headers = [*key(LOCAL_KEY), ("Connection", "close, X-API-Key")]
    assert gateway.ask("/api/v2/local/x", headers).status == 401


def test_the_connection_header_does_not_hide_the_other_tiers_key(gateway: RunningGateway) -> None:
    headers = [*bearer(LOCAL_KEY), *key(ENTERPRISE_KEY), ("Connection", "close, X-API-Key")]
    answer = gateway.ask("/api/v2/local/x", headers)
    assert ENTERPRISE_KEY not in answer.body.decode()


def test_a_key_in_the_query_is_no_key(gateway: RunningGateway) -> None:
    assert gateway.ask(f"/api/v2/local/x?api_key={LOCAL_KEY}").status == 401


@pytest.mark.parametrize("path", [f"/api/v2/account/keys/{LOCAL_KEY}", f"/x{ENTERPRISE_KEY}"])
def test_a_path_with_a_key_in_it_does_not_exist(gateway: RunningGateway, path: str) -> None:
    assert gateway.ask(path, key(LOCAL_KEY)).status == 404
