"""What is read from answers: nothing that Google did not say."""

import json

import pytest

from local.connectors.google_business import port
from shared.connectors.calls import Done, Failed, FailureKind
from shared.connectors.exchange import VendorAnswer
from tests.local.connectors.desk import call
from tests.local.connectors.google_business.desk import GOOGLE, PHOTO, POST, WEEK, access


def answer(body: object, status: int = 200, **headers: str) -> VendorAnswer:
    return VendorAnswer(status, headers, json.dumps(body).encode())


@pytest.mark.parametrize(
    ("body", "total"),
    [({}, 0), ({"reviews": [{"name": "x"}]}, None), ({"totalReviewCount": 7}, 7)],
)
def test_how_many_reviews_there_are_is_told_only_where_it_is_known(
    body: object, total: int | None
) -> None:
    outcome = GOOGLE.parse(call("review.list", port.ListReviews()), answer(body))
    assert isinstance(outcome, Done)
    assert outcome.data["total"] == total


def test_a_profile_without_metadata_says_nothing_of_google_s_edits() -> None:
    outcome = GOOGLE.parse(call("hours.set", WEEK), answer({"title": "x"}))
    assert isinstance(outcome, Done)
    assert outcome.data["has_google_updated"] is None
    assert outcome.data["is_open"] is None


@pytest.mark.parametrize(("capability", "params"), [("post.create", POST), ("media.create", PHOTO)])
@pytest.mark.parametrize("body", [{}, [], None, {"name": 7}])
def test_what_was_made_has_a_name_or_nobody_knows(
    capability: str, params: object, body: object
) -> None:
    outcome = GOOGLE.parse(call(capability, params), answer(body))
    assert isinstance(outcome, Failed)
    assert outcome.kind is FailureKind.UNKNOWN_OUTCOME


def test_a_post_that_is_rejected_at_once_is_rejected() -> None:
    outcome = GOOGLE.parse(
        call("post.create", POST), answer({"name": "x", "state": port.PostState.REJECTED})
    )
    assert isinstance(outcome, Failed)
    assert outcome.kind is FailureKind.REJECTED


def test_fields_and_waits_are_read_from_details() -> None:
    violations = [{"field": "local_post.event", "description": "x"}]
    details = [{"fieldViolations": violations}, {"retryDelay": "1.5s"}]
    failed = GOOGLE.classify(answer({"error": {"status": "X", "details": details}}, 429))
    assert (failed.fields, failed.retry_after_seconds) == (("local_post.event",), 1.5)


@pytest.mark.parametrize(
    ("status", "body", "kind", "wait"),
    [
        (400, {"error": "invalid_grant"}, FailureKind.AUTH_EXPIRED, None),
        (401, {"error": "invalid_client"}, FailureKind.RETRYABLE, 3600),
        (503, {}, FailureKind.RETRYABLE, None),
        (200, {}, FailureKind.RETRYABLE, 3600),
    ],
)
def test_a_renewal_that_fails_needs_the_owner_only_where_google_says_so(
    status: int, body: object, kind: FailureKind, wait: float | None
) -> None:
    failed = GOOGLE.refreshed(access(), answer(body, status))
    assert isinstance(failed, Failed)
    assert (failed.kind, failed.retry_after_seconds) == (kind, wait)


def test_a_renewal_keeps_the_refresh_token() -> None:
    secrets = GOOGLE.refreshed(access(), answer({"access_token": "b"}))
    assert secrets == {"access_token": "b", "refresh_token": "r"}
