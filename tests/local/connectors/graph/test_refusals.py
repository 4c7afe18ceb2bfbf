"""What Meta's products say in the same words, and where each differs."""

import json

import pytest

from local.connectors.facebook_pages.refusals import REFUSALS as FACEBOOK
from local.connectors.graph.held import TokenState
from local.connectors.graph.held_answers import no_object, refused
from local.connectors.graph.port import GONE
from local.connectors.graph.refusals import Refusals
from local.connectors.instagram.refusals import REFUSALS as INSTAGRAM
from local.connectors.whatsapp.refusals import REFUSALS as WHATSAPP
from shared.connectors.calls import FailureKind
from shared.connectors.exchange import VendorAnswer

ALL = [FACEBOOK, INSTAGRAM, WHATSAPP]
ALIKE = [
    *((code, FailureKind.RATE_LIMITED) for code in (4, 17, 32, 341, 613, 80001, 80002, 80007)),
    *((code, FailureKind.AUTH_EXPIRED) for code in (102, 190)),
    *((code, FailureKind.REJECTED) for code in (3, 10, 200, 250, 299, 368, 10900, 424_242)),
    (100, FailureKind.INVALID_REQUEST),
]


@pytest.mark.parametrize("refusals", ALL)
@pytest.mark.parametrize(("code", "kind"), ALIKE)
def test_these_codes_mean_the_same_everywhere(
    refusals: Refusals, code: int, kind: FailureKind
) -> None:
    failed = refusals.failure_of(refused(code, "said Meta"))
    assert (failed.kind, failed.code, failed.trace) == (kind, str(code), "A1")


@pytest.mark.parametrize("code", [1, 2])
def test_a_message_may_be_sent_again_after_what_hides_a_post(code: int) -> None:
    kinds = [refusals.kind_of_code(code) for refusals in ALL]
    unknown = FailureKind.UNKNOWN_OUTCOME
    assert kinds == [unknown, unknown, FailureKind.RETRYABLE]


@pytest.mark.parametrize("refusals", ALL)
@pytest.mark.parametrize("state", [s for s in TokenState if s is not TokenState.GOOD])
def test_whatever_is_wrong_with_a_token_needs_the_owner(
    refusals: Refusals, state: TokenState
) -> None:
    answer = refused(190, "Bad token", state.value)
    assert refusals.failure_of(answer).kind is FailureKind.AUTH_EXPIRED
    assert refusals.of_a_look(answer).kind is FailureKind.AUTH_EXPIRED


@pytest.mark.parametrize("refusals", ALL)
@pytest.mark.parametrize("answer", [refused(4, "x"), refused(100, "x"), refused(1, "x", None, 500)])
def test_a_look_that_is_refused_proves_nothing(refusals: Refusals, answer: VendorAnswer) -> None:
    assert refusals.of_a_look(answer).kind is FailureKind.UNKNOWN_OUTCOME


@pytest.mark.parametrize("refusals", ALL)
def test_what_is_gone_is_named(refusals: Refusals) -> None:
    failed = refusals.failure_of(no_object())
    assert (failed.kind, failed.code) == (FailureKind.REJECTED, GONE)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, FailureKind.AUTH_EXPIRED),
        (403, FailureKind.REJECTED),
        (429, FailureKind.RATE_LIMITED),
        (500, FailureKind.UNKNOWN_OUTCOME),
        (502, FailureKind.UNKNOWN_OUTCOME),
        (503, FailureKind.RETRYABLE),
    ],
)
@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b'{"error": "no"}', b'{"error": {"code": "4"}}']
)
def test_without_a_code_the_status_has_to_say_it(
    status: int, kind: FailureKind, body: bytes
) -> None:
    assert FACEBOOK.failure_of(VendorAnswer(status, {}, body)).kind is kind


def test_words_for_people_come_before_those_for_programs() -> None:
    error = {"code": 36000, "message": "for programs", "error_user_msg": "The image is too large."}
    answer = VendorAnswer(400, {}, json.dumps({"error": error}).encode())
    assert INSTAGRAM.failure_of(answer).message == "The image is too large."


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"x-business-use-case-usage": '{"10": [{"estimated_time_to_regain_access": 2}]}'}, 120.0),
        ({"x-business-use-case-usage": '{"10": [{"estimated_time_to_regain_access": 0}]}'}, 3600.0),
        ({"x-business-use-case-usage": "<html>"}, 3600.0),
    ],
)
def test_a_limit_lasts_as_long_as_meta_says_and_else_an_hour(
    headers: dict[str, str], seconds: float
) -> None:
    answer = VendorAnswer(403, headers, refused(32, "x").content)
    assert FACEBOOK.failure_of(answer).retry_after_seconds == seconds
