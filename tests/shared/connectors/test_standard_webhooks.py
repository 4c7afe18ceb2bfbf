from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.connectors.standard_webhooks import (
    SIGNATURE,
    TIMESTAMP,
    new_secret,
    signed_headers,
    signed_id,
)

# The vector of the standard's own libraries.
SECRET, MESSAGE = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
AT, BODY = datetime.fromtimestamp(1614265330, UTC), b'{"test": 2432232314}'
GOOD = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
OTHER = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc="
HEADERS = {"webhook-id": MESSAGE, TIMESTAMP: "1614265330", SIGNATURE: GOOD}


def test_the_standards_own_vector_is_signed_alike() -> None:
    assert signed_headers(MESSAGE, AT, BODY, [SECRET]) == HEADERS


@pytest.mark.parametrize(
    "signature", [GOOD, f"{OTHER} {GOOD}", f"v2,{OTHER[3:]} {GOOD}", f"v1a,abc {GOOD}"]
)
def test_a_good_signature_among_others_is_enough(signature: str) -> None:
    assert signed_id(HEADERS | {SIGNATURE: signature}, BODY, [SECRET], AT) == MESSAGE


@pytest.mark.parametrize(
    "changed",
    [
        {SIGNATURE: ""},
        {SIGNATURE: GOOD.replace("1OE=", "1OA=")},
        {SIGNATURE: GOOD.replace("v1,", "v2,")},
        {SIGNATURE: GOOD.removeprefix("v1,")},
        {SIGNATURE: "v1,"},
        {SIGNATURE: "v1,ü"},
        {"webhook-id": ""},
        {"webhook-id": "msg_other"},
        {"webhook-id": "m" * 201},
        {TIMESTAMP: ""},
        {TIMESTAMP: "1614265330.0"},
        {TIMESTAMP: "1614265331"},
        {TIMESTAMP: "٣"},
    ],
)
def test_anything_else_is_nobodys(changed: dict[str, str]) -> None:
    assert signed_id(HEADERS | changed, BODY, [SECRET], AT) is None


@pytest.mark.parametrize("missing", list(HEADERS))
def test_a_missing_header_is_nobodys(missing: str) -> None:
    rest = {name: value for name, value in HEADERS.items() if name != missing}
    assert signed_id(rest, BODY, [SECRET], AT) is None


@pytest.mark.parametrize(
    ("seconds", "is_believed"), [(300, True), (301, False), (-300, True), (-301, False)]
)
def test_five_minutes_either_way_are_fresh(seconds: int, is_believed: bool) -> None:
    now = AT + timedelta(seconds=seconds)
    assert (signed_id(HEADERS, BODY, [SECRET], now) is not None) is is_believed


def test_the_bytes_count_and_not_what_they_mean() -> None:
    assert signed_id(HEADERS, b'{"test":2432232314}', [SECRET], AT) is None


@given(body=st.binary(max_size=200), others=st.integers(0, 3))
def test_whatever_was_signed_by_one_of_the_secrets_is_believed(body: bytes, others: int) -> None:
    secrets = [new_secret() for _ in range(others + 1)]
    headers = signed_headers("msg_1", AT, body, secrets[:1])
    assert signed_id(headers, body, secrets[::-1], AT) == "msg_1"
    assert signed_id(headers, body, [new_secret()], AT) is None


def test_two_secrets_sign_during_a_rotation() -> None:
    older, present = new_secret(), new_secret()
    headers = signed_headers("msg_1", AT, BODY, [present, older])
    assert signed_id(headers, BODY, [older], AT) == signed_id(headers, BODY, [present], AT)


def test_no_secret_believes_nobody() -> None:
    assert signed_id(HEADERS, BODY, [], AT) is None
