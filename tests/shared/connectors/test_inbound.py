"""A webhook of Meta is believed for its signature alone."""

import hmac
import json
from hashlib import sha256

import pytest

from shared.connectors.inbound import is_from_meta, meta_challenge

BODY = '{"text":"काम \\u00e9"}'.encode()


def signed(secret: str, raw: bytes = BODY) -> str:
    return "sha256=" + hmac.new(secret.encode(), raw, sha256).hexdigest()


def test_the_published_vector_fits() -> None:
    vector = "sha256=0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914"
    assert is_from_meta(b"test", vector, ["secret"])


def test_either_secret_of_a_rotation_is_good() -> None:
    assert is_from_meta(BODY, signed("old"), ["new", "old"])
    assert is_from_meta(BODY, signed("new"), ["new", "old"])


@pytest.mark.parametrize(
    "signature",
    [None, "", "sha256=", signed("other"), signed("own").removeprefix("sha256="), "sha1=ab", "é"],
)
def test_anything_else_is_refused(signature: str | None) -> None:
    assert not is_from_meta(BODY, signature, ["own"])


def test_the_same_json_in_other_bytes_is_refused() -> None:
    again = json.dumps(json.loads(BODY)).encode()
    assert again != BODY
    assert not is_from_meta(again, signed("own"), ["own"])


def test_without_a_secret_nothing_is_good() -> None:
    assert not is_from_meta(BODY, signed(""), [])
    assert not is_from_meta(BODY, signed(""), [""])


@pytest.mark.parametrize(
    ("mode", "token", "challenge", "ours", "answer"),
    [
        ("subscribe", "t", "42", "t", "42"),
        ("subscribe", "x", "42", "t", None),
        ("unsubscribe", "t", "42", "t", None),
        ("subscribe", "", "42", "", None),
        ("subscribe", "t", None, "t", None),
        (None, None, None, "t", None),
    ],
)
def test_the_challenge_is_echoed_to_meta_alone(
    mode: str | None, token: str | None, challenge: str | None, ours: str, answer: str | None
) -> None:
    assert meta_challenge(mode, token, challenge, ours) == answer
