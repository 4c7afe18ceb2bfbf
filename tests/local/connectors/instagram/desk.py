"""A shop's account at the twin of Instagram."""

from collections.abc import Mapping
from datetime import timedelta

from local.connectors.graph.host import GraphHost
from local.connectors.instagram.held import InstagramRules
from local.connectors.instagram.instagram import instagram
from local.connectors.instagram.memory import InstagramTwin
from local.connectors.instagram.port import CreateContainer, PublishContainer
from shared.connectors.connector import Access
from shared.connectors.token_bucket import Limit
from tests.local.connectors import desk as any_vendor
from tests.local.connectors.desk import limits_of, wide
from tests.shared.connectors.conftest import MovingClock
from tests.vendors.meta import instagram_breaches

INSTAGRAM = instagram(GraphHost(url="https://graph.facebook.com/v25.0"))
SHOP, ACCOUNT = "17", {"ig_user_id": "17"}
LIMITS = limits_of("0025_meta_limits")
WIDE = wide(LIMITS)
PICTURE = "https://shop.example/jalebi.jpg"
CAPTION = "Fresh jalebi from 4 pm. #jalebi"
CONTAINER = CreateContainer(image_url=PICTURE, caption=CAPTION)
A_MINUTE = timedelta(minutes=1)


class CheckedTwin(any_vendor.Checked, InstagramTwin):
    """Instagram, held to its contract."""

    breaches_of = instagram_breaches


class Desk(any_vendor.Desk[CheckedTwin]):
    """One account, and one picture on the web."""

    def __init__(
        self, limits: Mapping[str, Limit] = WIDE, rules: InstagramRules | None = None
    ) -> None:
        clock = MovingClock()
        twin = CheckedTwin(clock, rules=rules or InstagramRules(), sleep=clock.sleep)
        twin.add_picture(PICTURE)
        access = Access(ACCOUNT, twin.add_account(SHOP, "Sharma"))
        super().__init__(connector=INSTAGRAM, twin=twin, access=access, limits=limits, clock=clock)

    async def container(self, caption: str = CAPTION, key: str = "c") -> PublishContainer:
        """Make a container, wait until it is ready, and return the wish to publish it."""
        wish = CreateContainer(image_url=PICTURE, caption=caption)
        container_id = (await self.done("container.create", wish, key)).remote_id
        assert container_id is not None
        self.clock.at += A_MINUTE
        at = self.clock.at
        return PublishContainer(container_id=container_id, caption=caption, first_tried_at=at)


def access(ig_user_id: str = SHOP) -> Access:
    return Access({"ig_user_id": ig_user_id}, {"access_token": "a"})
