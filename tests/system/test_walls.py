"""No key, a bad key, the other tier's key, however the path is spelt: refused, and never let by."""

from collections.abc import Callable

import pytest

from shared.auth.keys import new_key
from shared.tiers import BusinessTier
from tests.api import ACCOUNT, ENTERPRISE, LOCAL, TENANT_PATH
from tests.gateway.test_path_spellings import SPELLINGS, spelt
from tests.gateway.wire import Answer, ask, bearer, key
from tests.system.platform import OTHER, PROBLEM, TIERS, Platform, is_problem, shown

pytestmark = pytest.mark.system

PREFIX = {"enterprise": ENTERPRISE, "local": LOCAL}
KeyOf = Callable[[Platform, str], dict[str, str]]


def _sent(headers: dict[str, str]) -> KeyOf:
    return lambda _platform, _tier: headers


def _unknown(_: Platform, tier: str) -> dict[str, str]:
    return {"X-API-Key": new_key(BusinessTier(tier))}


def _mistyped(platform: Platform, tier: str) -> dict[str, str]:
    whole = platform.stack.operator_key(tier)
    return {"X-API-Key": whole[:-1] + ("a" if whole[-1] != "a" else "b")}


def _shortened(platform: Platform, tier: str) -> dict[str, str]:
    return {"X-API-Key": platform.stack.operator_key(tier)[:-1]}


def _of_both_tiers(platform: Platform, tier: str) -> dict[str, str]:
    other = platform.stack.operator_key(OTHER[tier])
    return platform.operator(tier) | {"Authorization": f"Bearer {other}"}


def _of_the_other_tier(platform: Platform, tier: str) -> dict[str, str]:
    return platform.operator(OTHER[tier])


REFUSALS: list[tuple[str, KeyOf, set[int]]] = [
    ("no key", _sent({}), {401}),
    ("an empty key", _sent({"X-API-Key": ""}), {401}),
    ("a key of no shape", _sent({"X-API-Key": "secret"}), {401}),
    ("a key that nobody was given", _unknown, {401}),
    ("a key with a wrong checksum", _mistyped, {401}),
    ("a key that is too short", _shortened, {401}),
    ("a password", _sent({"Authorization": "Basic YTpi"}), {401}),
    ("keys of both tiers", _of_both_tiers, {401, 403}),
    ("the other tier's key", _of_the_other_tier, {403}),
]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize(("headers_of", "statuses"), [r[1:] for r in REFUSALS])
async def test_a_caller_without_the_right_key_is_refused(
    platform: Platform, headers_of: KeyOf, statuses: set[int], tier: str, method: str
) -> None:
    headers = headers_of(platform, tier)
    answer = await platform.http.request(method, TENANT_PATH[tier], headers=headers)
    assert is_problem(answer, *statuses), shown(answer)


@pytest.mark.parametrize(("headers_of", "statuses"), [r[1:] for r in REFUSALS if 403 not in r[2]])
async def test_an_account_needs_a_key(
    platform: Platform, headers_of: KeyOf, statuses: set[int]
) -> None:
    for tier in TIERS:
        answer = await platform.http.get(ACCOUNT, headers=headers_of(platform, tier))
        assert is_problem(answer, *statuses), shown(answer)


@pytest.mark.parametrize("tier", TIERS)
async def test_an_address_that_is_not_there_is_a_problem_too(platform: Platform, tier: str) -> None:
    own, headers = PREFIX[tier], platform.operator(tier)
    for path in (own, f"{own}/nothing", f"{own}x/clients", f"{own}/clients/x/y", "/api/v3/x"):
        answer = await platform.http.get(path, headers=headers)
        assert is_problem(answer, 404), shown(answer)
    answer = await platform.http.delete(TENANT_PATH[tier], headers=headers)
    assert is_problem(answer, 405), shown(answer)


@pytest.mark.parametrize("aimed_at", TIERS)
async def test_no_spelling_of_a_path_takes_a_key_to_the_other_tier(
    platform: Platform, aimed_at: str
) -> None:
    own = PREFIX[OTHER[aimed_at]]
    foreign = platform.stack.operator_key(OTHER[aimed_at])
    before = await _foreign_keys_seen_by(platform, aimed_at)
    for pattern in SPELLINGS:
        path = spelt(pattern, TENANT_PATH[aimed_at], own)
        for headers in (key(foreign), bearer(foreign)):
            answer = ask(platform.stack.port, path, headers)
            assert _is_refused(answer), (path, answer.status, answer.body[:200])
    assert await _foreign_keys_seen_by(platform, aimed_at) == before


def _is_refused(answer: Answer) -> bool:
    # Traefik itself answers 400 to characters that it forbids, before any of our rules.
    return answer.status in {301, 400} or (
        answer.status in {401, 403, 404, 405} and answer.media_type == PROBLEM
    )


async def _foreign_keys_seen_by(platform: Platform, tier: str) -> float:
    """Count how often a key of the other tier came as far as the tier itself."""
    seen = 0.0
    for replica in platform.stack.replicas(tier):
        text = (await platform.http.get(f"http://127.0.0.1:{replica.port}/metrics")).text
        lines = [line for line in text.splitlines() if 'reason="other_tier"' in line]
        seen += sum(float(line.rpartition(" ")[2]) for line in lines if "_total" in line)
    return seen


@pytest.mark.parametrize("tier", TIERS)
async def test_the_count_above_would_see_a_foreign_key(platform: Platform, tier: str) -> None:
    before = await _foreign_keys_seen_by(platform, tier)
    replica = platform.stack.replicas(tier)[0]
    path = f"http://127.0.0.1:{replica.port}{TENANT_PATH[tier]}"
    answer = await platform.http.get(path, headers=platform.operator(OTHER[tier]))
    assert is_problem(answer, 403), shown(answer)
    assert await _foreign_keys_seen_by(platform, tier) == before + 1
