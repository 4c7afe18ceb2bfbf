"""However a path is spelt, one tier's key never reaches the other tier."""

import pytest

from tests.gateway.replica import Replica
from tests.gateway.running import RunningGateway
from tests.gateway.wire import KEY_OF, OTHER_KEY, PATH_OF, bearer, key

# {aim} is a path of the tier that must not be reached, {own} the prefix of the key's own tier,
# {up} what climbs from {own} to the root.
SPELLINGS = [
    "{aim}",
    "/{aim}",
    "//{aim}",
    "/.{aim}",
    "/x/..{aim}",
    "{own}/../..{up}{aim}",
    "{own}/%2e%2e/%2e%2e{up}{aim}",
    "{own}/%2E%2E/.%2e{up}{aim}",
    "{own}/..%2f..%2f..{aim}",
    "{own}%2f..%2f..%2f..{aim}",
    "{own}/..%5c..%5c..{aim}",
    "{own}/..\\..\\..{aim}",
    "{own}/..;/..;/..;{aim}",
    "{own};/../../..{aim}",
    "{own}/%252e%252e/%252e%252e/%252e%252e{aim}",
    "{own}/..%252f..%252f..{aim}",
    "{own}/.../.../...{aim}",
    "{own}/..//..//..//{aim}",
    "{own}/./.././.././..{aim}",
    "{own}/..%00/..%00/..%00{aim}",
    "{own}/%c0%ae%c0%ae/%c0%ae%c0%ae/..{aim}",
    "{own}/%e0%80%ae%e0%80%ae/..{aim}",
    "{own}/%uff0e%uff0e/..{aim}",
    "{own}/..%3b/..%3b/..{aim}",
    "{own}/..%23/..{aim}",
    "{own}/..%3f/..{aim}",
    "{own}?/../../..{aim}",
    "{own}#/../../..{aim}",
    "{own}/x?u={aim}",
    "{own}/x#{aim}",
    "{own}/{aim}",
    "{own}x{aim}",
    "{own}.{aim}",
    "{own}%20{aim}",
    "{aim}/.",
    "{aim}/..",
    "{aim}.",
    "{aim}..",
    "{aim}/%2e",
    "{aim};a=b",
    "{aim}%3ba=b",
    "{aim}%00",
    "{aim}%20",
    "{aim}%09",
    "{aim}/",
    "{aim}//",
    "{aim}?",
    "{aim}%3f",
    "{AIM}",
    "{Aim}",
    "{encoded}",
    "{half_encoded}",
    "{slash_encoded}",
    "{doubled}",
    "{dotted}",
    "http://127.0.0.1{aim}",
    "http://localhost{aim}",
    "http://other.example{aim}",
    "http:{aim}",
    "*{aim}",
    "{own}/\t..{aim}",
    "{own}/..\x7f/..{aim}",
]


def spelt(pattern: str, aim: str, own: str) -> str:
    return pattern.format(
        aim=aim,
        own=own,
        up="/.." * (own.count("/") - 2),
        AIM=aim.upper(),
        Aim=aim.title(),
        encoded="/" + "".join(f"%{ord(c):02x}" if c != "/" else "/" for c in aim[1:]),
        half_encoded=aim.replace("a", "%61").replace("e", "%65"),
        slash_encoded="/" + aim[1:].replace("/", "%2f"),
        doubled=aim.replace("/", "//"),
        dotted=aim.replace("/", "/./"),
    )


@pytest.mark.parametrize("aimed_at", ["enterprise", "local"])
@pytest.mark.parametrize("pattern", SPELLINGS)
def test_no_spelling_of_a_path_takes_a_key_to_the_other_tier(
    gateway: RunningGateway, tiers: dict[str, Replica], aimed_at: str, pattern: str
) -> None:
    own = {"enterprise": "/api/v2/local", "local": "/api/v1/enterprise"}[aimed_at]
    path = spelt(pattern, PATH_OF[aimed_at], own)
    before = tiers[aimed_at].echoed()
    for headers in (key(OTHER_KEY[aimed_at]), bearer(OTHER_KEY[aimed_at])):
        answer = gateway.ask(path, headers)
        assert answer.status in {200, 301, 400, 401, 403, 404, 405}
        assert answer.status != 200 or answer.json["tier"] != aimed_at
    assert tiers[aimed_at].echoed() == before


def test_the_table_has_at_least_forty_spellings() -> None:
    assert len(set(SPELLINGS)) >= 40


@pytest.mark.parametrize("tier", ["enterprise", "local"])
@pytest.mark.parametrize(
    "pattern", ["{aim}", "/{aim}", "/x/..{aim}", "{encoded}", "{doubled}", "{dotted}", "{aim};a=b"]
)
def test_a_spelling_that_means_the_same_reaches_its_own_tier(
    gateway: RunningGateway, tier: str, pattern: str
) -> None:
    answer = gateway.ask(spelt(pattern, PATH_OF[tier], "/"), key(KEY_OF[tier]))
    assert (answer.status, answer.json["tier"]) == (200, tier)


@pytest.mark.parametrize("character", ["%2f", "%5c", "%00", "%3b", "%25", "%3f", "%23"])
def test_an_encoded_character_that_would_change_the_path_is_refused(
    gateway: RunningGateway, character: str
) -> None:
    assert gateway.ask(f"/api/v2/local/a{character}b", key(KEY_OF["local"])).status == 400
