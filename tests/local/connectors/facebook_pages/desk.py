"""A shop's Page at the twin of Facebook."""

from collections.abc import Mapping

from local.connectors.facebook_pages.facebook_pages import facebook_pages
from local.connectors.facebook_pages.held import FacebookRules
from local.connectors.facebook_pages.memory import FacebookTwin
from local.connectors.facebook_pages.port import CreatePost
from local.connectors.graph.host import GraphHost
from shared.connectors.connector import Access
from shared.connectors.token_bucket import Limit
from tests.local.connectors import desk as any_vendor
from tests.local.connectors.desk import limits_of, wide
from tests.shared.connectors.conftest import START, MovingClock
from tests.vendors.meta import facebook_breaches

SECRET = "of-the-app"
FACEBOOK = facebook_pages(GraphHost(url="https://graph.facebook.com/v25.0", app_secret=SECRET))
PAGE, ACCOUNT = "10", {"page_id": "10"}
LIMITS = limits_of("0025_meta_limits")
WIDE = wide(LIMITS)
PICTURE = "https://shop.example/jalebi.jpg"
POST = CreatePost(message="Fresh jalebi from 4 pm.", first_tried_at=START)


class CheckedTwin(any_vendor.Checked, FacebookTwin):
    """Facebook, held to its contract."""

    breaches_of = facebook_breaches


class Desk(any_vendor.Desk[CheckedTwin]):
    """One Page, and one picture on the web."""

    def __init__(
        self, limits: Mapping[str, Limit] = WIDE, rules: FacebookRules | None = None
    ) -> None:
        clock = MovingClock()
        twin = CheckedTwin(clock, rules=rules or FacebookRules(), sleep=clock.sleep)
        twin.app_secret = SECRET
        twin.add_picture(PICTURE)
        access = Access(ACCOUNT, twin.add_page(PAGE, "Sharma Sweets"))
        super().__init__(connector=FACEBOOK, twin=twin, access=access, limits=limits, clock=clock)


def access(page_id: str = PAGE) -> Access:
    return Access({"page_id": page_id}, {"access_token": "a"})
