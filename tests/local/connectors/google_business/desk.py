"""A shop at the twin of Google."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from local.connectors.google_business import port
from local.connectors.google_business.google_business import google_business
from local.connectors.google_business.held import GoogleRules
from local.connectors.google_business.hosts import GoogleHosts, OAuthClient
from local.connectors.google_business.memory import GoogleTwin
from shared.connectors.connector import Access
from shared.connectors.token_bucket import Limit
from tests.local.connectors import desk as any_vendor
from tests.local.connectors.desk import limits_of, wide
from tests.shared.connectors.conftest import START, MovingClock
from tests.vendors.google_business import exchange_breaches

GOOGLE = google_business(GoogleHosts(), OAuthClient(id="app", secret="of-the-app"))
ACCOUNT = {"account_id": "1", "location_id": "2"}
PROFILE = "accounts/1/locations/2"
LIMITS = limits_of("0015_google_limits")
WIDE = wide(LIMITS)
POST = port.CreatePost(
    topic=port.PostTopic.STANDARD, summary="Fresh jalebi from 4 pm.", first_tried_at=START
)
OFFER = port.CreatePost(
    topic=port.PostTopic.OFFER,
    summary="Thali for two.",
    first_tried_at=START,
    event=port.PostEvent(
        title="Thali week", first_day=date(2026, 12, 1), last_day=date(2026, 12, 7)
    ),
    offer=port.PostOffer(coupon_code="THALI"),
)
PHOTO = port.CreateMedia(source_url="https://shop.example/jalebi.jpg")
WEEK = port.SetHours(
    week=[port.OpenPeriod(opens_on=1, opens_at=time(9), closes_on=1, closes_at=time(21))]
)


class CheckedTwin(any_vendor.Checked, GoogleTwin):
    """Google, held to its contracts."""

    breaches_of = exchange_breaches


class Desk(any_vendor.Desk[CheckedTwin]):
    """One shop."""

    def __init__(
        self, limits: Mapping[str, Limit] = WIDE, rules: GoogleRules | None = None
    ) -> None:
        clock = MovingClock()
        twin = CheckedTwin(clock, rules=rules or GoogleRules(), sleep=clock.sleep)
        secrets = twin.add_shop("1", "2", title="Sharma Sweets")
        access = Access(ACCOUNT, secrets)
        super().__init__(connector=GOOGLE, twin=twin, access=access, limits=limits, clock=clock)

    async def reviews(self) -> Sequence[Mapping[str, Any]]:
        return (await self.done("review.list", port.ListReviews())).data["reviews"]


def access(**account: str) -> Access:
    return Access({**ACCOUNT, **account}, {"access_token": "a", "refresh_token": "r"})
