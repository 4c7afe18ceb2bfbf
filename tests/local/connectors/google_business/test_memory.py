"""The twin keeps Google's rules, and its answers keep Google's contract."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from local.connectors.google_business import port
from local.connectors.google_business.held import GoogleRules
from local.connectors.google_business.moderation import reply_violation, similarity_ratio
from local.connectors.google_business.port import PostState, ReplyState
from shared.connectors.exchange import VendorRequest, get, sending_json
from tests.local.connectors.google_business.desk import OFFER, PHOTO, POST, PROFILE, WEEK, Desk

V4 = f"https://mybusiness.googleapis.com/v4/{PROFILE}"
V1 = "https://mybusinessbusinessinformation.googleapis.com/v1/locations/2"
LATER = timedelta(minutes=11)
KIND = "Thank you for the kind words about our jalebi and the quick service."


async def replied(desk: Desk, review: str, comment: str) -> ReplyState:
    """Return what became of a reply when the moderators were done."""
    reply = port.ReplyToReview(review_name=review, comment=comment)
    assert (await desk.done("review.reply", reply, review)).data["state"] == ReplyState.PENDING
    desk.clock.at += LATER
    state = next(r["reply"] for r in await desk.reviews() if r["name"] == review)
    assert (state["policy_violation"] is None) is (state["state"] == ReplyState.APPROVED)
    return ReplyState(state["state"])


@pytest.mark.parametrize(
    ("comment", "violation"),
    [
        (KIND, None),
        ("धन्यवाद! आपकी राय से हमें खुशी हुई।", None),
        ("We open at 9:30 and close at 21:00, since 1987.", None),
        ("Call me on 98765 43210.", "CONTACT_INFO"),
        ("Write to owner@shop.example please", "CONTACT_INFO"),
        ("See www.sharma.in", "CONTACT_INFO"),
        ("Come back for 10% off!", "INCENTIVE"),
        ("अगली बार छूट मिलेगी", "INCENTIVE"),
    ],
)
async def test_a_reply_is_moderated(comment: str, violation: str | None) -> None:
    desk = Desk()
    state = await replied(desk, desk.twin.add_review("2", 5, "Good"), comment)
    assert state is (ReplyState.REJECTED if violation else ReplyState.APPROVED)
    assert reply_violation(comment, []) == violation
    assert len(desk.twin.violations) == (violation is not None)


@pytest.mark.parametrize("comment", [KIND, KIND.upper(), f"{KIND} Asha"])
async def test_a_reply_that_was_given_before_is_rejected(comment: str) -> None:
    desk = Desk()
    first, second = desk.twin.add_review("2", 5), desk.twin.add_review("2", 4)
    assert await replied(desk, first, KIND) is ReplyState.APPROVED
    assert await replied(desk, second, comment) is ReplyState.REJECTED


def test_texts_without_a_common_run_are_not_similar() -> None:
    assert similarity_ratio(KIND, "Sorry that you had to wait, we have one more cook now.") == 0
    assert similarity_ratio("Thank you", "thank  you") == 1


async def test_a_reply_replaces_the_earlier_one_of_its_own_review() -> None:
    desk = Desk()
    review = desk.twin.add_review("2", 5)
    await replied(desk, review, KIND)
    reply = port.ReplyToReview(review_name=review, comment=KIND)
    await desk.done("review.reply", reply, "again")
    assert desk.twin.violations == []


async def test_reviews_come_in_pages_of_fifty_the_last_changed_first() -> None:
    desk = Desk()
    names = list[str]()
    for _ in range(120):
        names.append(desk.twin.add_review("2", 4))
        desk.clock.at += timedelta(seconds=1)
    desk.twin.change_review(names[0], 2, "Worse now")
    desk.twin.remove_review(names[1])
    seen, token = list[str](), None
    while True:
        page = (await desk.done("review.list", port.ListReviews(page_token=token))).data
        seen += [review["name"] for review in page["reviews"]]
        assert page["total"] == 119
        if (token := page["next_page_token"]) is None:
            break
    assert seen == [names[0], *reversed(names[2:])]


async def test_a_removed_review_takes_no_reply() -> None:
    desk = Desk()
    name = desk.twin.add_review("2", 1, "Bad")
    desk.twin.remove_review(name)
    reply = port.ReplyToReview(review_name=name, comment=KIND)
    assert (await desk.failed("review.reply", reply)).code == "NOT_FOUND"


async def test_a_shop_that_is_not_verified_replies_to_nobody() -> None:
    desk = Desk()
    desk.twin.shops["2"].is_verified = False
    reply = port.ReplyToReview(review_name=desk.twin.add_review("2", 5), comment=KIND)
    assert (await desk.failed("review.reply", reply)).code == "PERMISSION_DENIED"


@pytest.mark.parametrize(
    ("summary", "verdict", "state"),
    [
        (POST.summary, None, PostState.LIVE),
        ("Order on +91 98765 43210", None, PostState.REJECTED),
        (POST.summary, PostState.REJECTED, PostState.REJECTED),
    ],
)
async def test_a_post_is_seen_only_after_moderation(
    summary: str, verdict: PostState | None, state: PostState
) -> None:
    desk = Desk()
    desk.twin.set_verdict(post=verdict)
    made = await desk.done("post.create", replace(POST, summary=summary))
    assert made.data["state"] == PostState.PROCESSING
    assert desk.twin.live_posts("2", summary) == 0
    desk.clock.at += LATER
    assert made.remote_id is not None
    read = await desk.done("post.read", port.ReadPost(post_name=made.remote_id))
    assert read.data["state"] == state
    assert desk.twin.live_posts("2", summary) == (state is PostState.LIVE)


BODY = {"topicType": "STANDARD", "languageCode": "en", "summary": "Jalebi"}


@pytest.mark.parametrize(
    ("path", "body", "named"),
    [
        ("localPosts", {"summary": "x"}, "topic_type"),
        ("localPosts", BODY | {"topicType": "OFFER"}, "event"),
        ("localPosts", BODY | {"topicType": "EVENT", "event": {"title": "x"}}, "event"),
        ("localPosts", BODY | {"summary": "x" * 1501}, "summary"),
        (
            "localPosts",
            BODY | {"callToAction": {"actionType": "CALL", "url": "https://a.example"}},
            "call_to_action",
        ),
        ("localPosts", BODY | {"media": [{"dataRef": {"resourceName": "x"}}]}, "media"),
        ("media", {"sourceUrl": "https://a.example"}, "media_format"),
        ("media", {"mediaFormat": "PHOTO"}, "source_url"),
        (
            "media",
            {"mediaFormat": "PHOTO", "sourceUrl": "https://a.example"},
            "location_association",
        ),
    ],
)
async def test_a_body_that_google_refuses_is_refused(
    path: str, body: dict[str, object], named: str
) -> None:
    desk = Desk()
    assert named in await refusal(desk, sending_json("POST", f"{V4}/{path}", body))
    assert len(desk.twin.violations) == 1


async def test_the_button_of_an_offer_is_dropped() -> None:
    desk = Desk()
    made = await desk.done("post.create", OFFER)
    assert made.data["warnings"] == []
    kept = dict(desk.twin.shops["2"].posts[str(made.remote_id)].stated)
    sent = {k: kept[k] for k in ("topicType", "languageCode", "summary", "event", "offer")}
    button = {"callToAction": {"actionType": "BOOK", "url": "https://a.example"}}
    await refusal(desk, sending_json("POST", f"{V4}/localPosts", sent | button), status=200)
    assert all("callToAction" not in post.stated for post in desk.twin.shops["2"].posts.values())


PERIOD = {
    "openDay": "MONDAY",
    "openTime": {"hours": 9},
    "closeDay": "MONDAY",
    "closeTime": {"hours": 8},
}
CLOSED = {
    "specialHourPeriods": [{"startDate": {"year": 2026, "month": 12, "day": 25}, "closed": True}]
}


@pytest.mark.parametrize(
    ("query", "body", "named"),
    [
        ([], {}, "update_mask"),
        ([("updateMask", "regularHours")], {"title": "x"}, "update_mask"),
        (
            [("updateMask", "regularHours")],
            {"regularHours": {"periods": [PERIOD]}},
            "regular_hours",
        ),
        ([("updateMask", "specialHours")], {"specialHours": CLOSED}, "special_hours"),
    ],
)
async def test_hours_that_google_refuses_are_refused(
    query: list[tuple[str, str]], body: dict[str, object], named: str
) -> None:
    desk = Desk()
    assert named in await refusal(desk, sending_json("PATCH", V1, body, query=query))


@pytest.mark.parametrize("request_", [get(V1), get(f"{V4}/reviews", [("pageSize", "51")])])
async def test_a_read_that_google_refuses_is_refused(request_: VendorRequest) -> None:
    assert "INVALID_ARGUMENT" in await refusal(Desk(), request_)


async def refusal(desk: Desk, request: VendorRequest, status: int = 400) -> str:
    token = desk.held.access.secrets["access_token"]
    headers = {**request.headers, "Authorization": f"Bearer {token}"}
    authorised = VendorRequest(
        method=request.method, url=request.url, headers=headers, body=request.body
    )
    answer = desk.twin.answer_unchecked(authorised)
    assert answer.status == status
    return answer.content.decode()


async def test_google_edits_the_hours_until_the_owner_says_otherwise() -> None:
    desk = Desk()
    await desk.done("hours.set", WEEK)
    desk.twin.let_google_edit("2", regularHours={"periods": []})
    read = (await desk.done("location.read", port.ReadLocation())).data
    assert (read["has_google_updated"], read["has_pending_edits"]) == (True, True)
    shown = (await desk.done("location.google_updated", port.ReadGoogleUpdates())).data
    assert (shown["differing"], shown["pending"]) == (["regularHours"], ["regularHours"])
    assert shown["location"]["regularHours"] == {"periods": []}
    desk.clock.at += timedelta(minutes=6)
    done = await desk.done("hours.set", WEEK, "again")
    assert (done.data["has_google_updated"], len(done.data["week"])) == (False, 1)


async def test_special_days_follow_the_week() -> None:
    desk = Desk()
    late = port.SpecialDay(day=date(2026, 12, 31), opens_at=time(18), closes_at=time(2))
    whole = port.SpecialDay(day=date(2026, 12, 30), opens_at=time(9))
    await desk.done("hours.set", replace(WEEK, special_days=[late, whole]))
    read = await desk.done("location.read", port.ReadLocation())
    assert len(read.data["special_days"]) == 2


async def test_attributes_are_set_by_name() -> None:
    desk = Desk()
    wifi = port.Attribute(name="attributes/has_wifi", values=[True])
    menu = port.Attribute(name="attributes/url_menu", urls=["https://shop.example/menu"])
    await desk.done("attributes.set", port.SetAttributes(attributes=[wifi]), "a")
    await desk.done("attributes.set", port.SetAttributes(attributes=[menu]), "b")
    assert set(desk.twin.shops["2"].attributes) == {wifi.name, menu.name}


async def test_shops_do_not_see_each_other() -> None:
    desk = Desk()
    secrets = desk.twin.add_shop("1", "3")
    assert desk.twin.add_review("3", 5).startswith("accounts/1/locations/3/")
    assert await desk.reviews() == []
    desk.held.access = replace(desk.held.access, secrets=secrets)
    assert (await desk.failed("post.create", POST)).code == "PERMISSION_DENIED"


@pytest.mark.parametrize(
    "rules", [GoogleRules(queries_per_minute=1), GoogleRules(updates_per_day=1)]
)
async def test_what_is_too_much_is_refused_and_noted(rules: GoogleRules) -> None:
    desk = Desk(rules=rules)
    await desk.done("hours.set", WEEK, "a")
    await desk.run("hours.set", WEEK, "b")
    assert "RESOURCE_EXHAUSTED" in desk.twin.violations[0]


async def test_a_photo_is_kept_with_its_address() -> None:
    desk = Desk()
    done = await desk.done("media.create", PHOTO)
    assert done.data["source_url"] == PHOTO.source_url
    assert done.remote_id in desk.twin.shops["2"].photos
