"""A shop that is on Facebook and Instagram too, each played by its twin."""

from dataclasses import dataclass, replace

from local.connectors.facebook_pages import port as facebook_port
from local.connectors.facebook_pages.held import FacebookRules
from local.connectors.instagram import port as instagram_port
from local.connectors.instagram.held import InstagramRules
from shared.connectors.connections import ConnectionService, NewConnection
from shared.db.session import unit_of_work
from tests.local.connectors.facebook_pages import desk as facebook
from tests.local.connectors.instagram import desk as instagram
from tests.local.execution.counter import Counter

PICTURE = "https://shop.example/jalebi.jpg"


@dataclass
class Social:
    """The twins of one shop, with its accounts there."""

    facebook: facebook.CheckedTwin
    instagram: instagram.CheckedTwin

    def live(self, words: str) -> tuple[int, int]:
        """Return how many posts of these words can be seen on Facebook, and on Instagram."""
        return (
            self.facebook.live_posts(facebook.PAGE, words),
            self.instagram.live_posts(instagram.SHOP, words),
        )

    def broken(self) -> list[str]:
        """Return what broke a rule or a contract."""
        twins = (self.facebook, self.instagram)
        return [problem for twin in twins for problem in (*twin.violations, *twin.breaches)]


async def open_social(counter: Counter, rules: InstagramRules | None = None) -> Social:
    """Connect a shop to a Page and an account of its own."""
    page = facebook.CheckedTwin(counter.clock, rules=FacebookRules(), sleep=counter.clock.sleep)
    page.app_secret = facebook.SECRET
    account = instagram.CheckedTwin(
        counter.clock, rules=rules or InstagramRules(), sleep=counter.clock.sleep
    )
    for twin in (page, account):
        twin.add_picture(PICTURE)
    social = Social(page, account)
    vendors = counter.vendors
    counter.vendors = replace(
        vendors,
        connectors={
            **vendors.connectors,
            facebook_port.VENDOR: facebook.FACEBOOK,
            instagram_port.VENDOR: instagram.INSTAGRAM,
        },
        transports={
            **vendors.transports,
            facebook_port.VENDOR: page,
            instagram_port.VENDOR: account,
        },
    )
    for vendor, known, secrets in (
        (facebook_port.VENDOR, facebook.ACCOUNT, page.add_page(facebook.PAGE, "Sharma")),
        (instagram_port.VENDOR, instagram.ACCOUNT, account.add_account(instagram.SHOP, "Sharma")),
    ):
        new = NewConnection(
            vendor=vendor, external_id=str(counter.tenant.id), account=known, secrets=secrets
        )
        async with unit_of_work(counter.database, counter.tenant.id) as session:
            service = ConnectionService(
                session, counter.tenant.id, clock=counter.clock, sealer=vendors.sealer
            )
            await service.connect(new)
    return social
