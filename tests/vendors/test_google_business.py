"""Google Business Profile's contracts: good requests pass, and wrong ones are seen."""

import json
from typing import Any

import pytest

from tests.vendors.contract import FORM, JSON, Asked
from tests.vendors.google_business import INFORMATION, MY_BUSINESS, PERFORMANCE, TOKENS

SHOP = "/v4/accounts/1/locations/2"
PROFILE = "/v1/locations/2"
DAY = {"year": 2026, "month": 12, "day": 1}
SPAN = {"startDate": DAY, "startTime": {"hours": 9}, "endDate": DAY, "endTime": {"hours": 10}}
POST: dict[str, Any] = {"topicType": "OFFER", "event": {"title": "x", "schedule": SPAN}}
PHOTO = {"mediaFormat": "PHOTO", "sourceUrl": "https://a.example"}
PERIOD = {"openDay": "MONDAY", "openTime": {}, "closeDay": "MONDAY", "closeTime": {"hours": 24}}
HOURS = {"regularHours": {"periods": [PERIOD]}}
ATTRIBUTES = {"name": "locations/2/attributes", "attributes": [{"name": "attributes/x"}]}
TOKEN = "grant_type=refresh_token&refresh_token=r&client_id=c&client_secret=s"


def asked(method: str, path: str, body: object = None, **query: str) -> Asked:
    content = b"" if body is None else json.dumps(body).encode()
    return Asked(
        method=method,
        path=path,
        query=list(query.items()),
        headers={"content-type": JSON} if content else {},
        body=content,
    )


@pytest.mark.parametrize(
    ("request_", "breach"),
    [
        (asked("GET", f"{SHOP}/reviews", pageSize="50", orderBy="updateTime desc"), None),
        (asked("GET", f"{SHOP}/reviews", filter="stars"), "unknown query parameter filter"),
        (asked("GET", f"{SHOP}/questions"), "no such operation"),
        (asked("PUT", f"{SHOP}/reviews/3/reply", {"comment": "x"}), None),
        (asked("PUT", f"{SHOP}/reviews/3/reply", {}), "'comment' is a required property"),
        (asked("PUT", f"{SHOP}/reviews/3/reply", {"comment": "x", "by": "me"}), "'by'"),
        (asked("POST", f"{SHOP}/reviews/3/reply", {"comment": "x"}), "no such operation"),
        (asked("DELETE", f"{SHOP}/reviews/3/reply"), None),
        (asked("DELETE", f"{SHOP}/reviews/3/reply", {}), "unexpected body"),
        (asked("POST", f"{SHOP}/localPosts", POST), None),
        (asked("POST", f"{SHOP}/localPosts", {"summary": "x"}), "'topicType' is a required"),
        (asked("POST", f"{SHOP}/localPosts", POST | {"topicType": "PRODUCT"}), "topicType"),
        (asked("POST", f"{SHOP}/localPosts", POST | {"event": {"title": "x"}}), "'schedule'"),
        (asked("POST", f"{SHOP}/localPosts", POST | {"text": "x"}), "'text'"),
        (
            asked("POST", f"{SHOP}/localPosts", POST | {"callToAction": {"url": "x"}}),
            "'actionType'",
        ),
        (asked("POST", f"{SHOP}/media", PHOTO), None),
        (asked("POST", f"{SHOP}/media", {"sourceUrl": "x"}), "'mediaFormat' is a required"),
        (
            asked("POST", f"{SHOP}/media", PHOTO | {"locationAssociation": {"category": "DOG"}}),
            "category",
        ),
    ],
)
def test_reviews_posts_and_media_are_checked(request_: Asked, breach: str | None) -> None:
    found = " ".join(MY_BUSINESS.violations(request_))
    assert found == "" if breach is None else breach in found


@pytest.mark.parametrize(
    ("request_", "breach"),
    [
        (asked("GET", PROFILE, readMask="title"), None),
        (asked("GET", PROFILE), "missing readMask"),
        (asked("GET", f"{PROFILE}:getGoogleUpdated", readMask="title"), None),
        (asked("GET", f"{PROFILE}:getGoogleUpdated", updateMask="title"), "updateMask"),
        (asked("PATCH", PROFILE, HOURS, updateMask="regularHours", validateOnly="true"), None),
        (asked("PATCH", PROFILE, HOURS), "missing updateMask"),
        (asked("PATCH", PROFILE, {"hours": {}}, updateMask="hours"), "'hours'"),
        (
            asked("PATCH", PROFILE, {"regularHours": {}}, updateMask="regularHours"),
            "'periods' is a required property",
        ),
        (asked("PATCH", f"{PROFILE}/attributes", ATTRIBUTES, attributeMask="attributes/x"), None),
        (
            asked(
                "PATCH",
                f"{PROFILE}/attributes",
                {"attributes": [{"values": [True]}]},
                attributeMask="x",
            ),
            "'name' is a required property",
        ),
    ],
)
def test_profiles_are_checked(request_: Asked, breach: str | None) -> None:
    found = " ".join(INFORMATION.violations(request_))
    assert found == "" if breach is None else breach in found


@pytest.mark.parametrize(
    ("query", "breach"),
    [
        ({"dailyMetrics": "CALL_CLICKS", "dailyRange.startDate.year": "2026"}, None),
        ({"dailyRange.startDate.year": "2026"}, "missing dailyMetrics"),
        ({"dailyMetrics": "CALL_CLICKS", "from": "2026"}, "unknown query parameter from"),
    ],
)
def test_figures_are_checked(query: dict[str, str], breach: str | None) -> None:
    request = asked("GET", f"{PROFILE}:fetchMultiDailyMetricsTimeSeries", **query)
    found = " ".join(PERFORMANCE.violations(request))
    assert found == "" if breach is None else breach in found


@pytest.mark.parametrize(
    ("form", "breach"),
    [
        (TOKEN, None),
        (TOKEN.replace("client_id=c", "client_id="), "client_id"),
        (TOKEN.replace("=refresh_token", "=password"), "grant_type"),
        (f"{TOKEN}&scope=all", "'scope'"),
    ],
)
def test_renewals_are_checked(form: str, breach: str | None) -> None:
    headers = {"content-type": FORM}
    request = Asked(method="POST", path="/token", query=[], headers=headers, body=form.encode())
    found = " ".join(TOKENS.violations(request))
    assert found == "" if breach is None else breach in found


@pytest.mark.parametrize(
    ("path", "body", "is_fitting"),
    [
        (f"{PROFILE}:getGoogleUpdated", {"location": {"title": "x"}, "diffMask": "title"}, True),
        (f"{PROFILE}:getGoogleUpdated", {"title": "x"}, False),
        (PROFILE, {"regularHours": {"periods": []}}, True),
        (PROFILE, {"diffMask": "title"}, False),
    ],
)
def test_an_answer_is_held_to_its_own_operation(path: str, body: object, is_fitting: bool) -> None:
    request = asked("GET", path, readMask="title")
    assert (INFORMATION.answer_violations(request, 200, body) == []) is is_fitting
