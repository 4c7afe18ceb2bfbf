"""A shop that is on Facebook and Instagram too, each played by its twin."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from local.connectors.facebook_pages import port as facebook_port
from local.connectors.facebook_pages.held import FacebookRules
from local.connectors.instagram import port as instagram_port
from local.connectors.instagram.held import InstagramRules
from shared.connectors.connections import ConnectionService, NewConnection
from shared.connectors.connector import Connector
from shared.connectors.exchange import Transport
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
    clock = counter.clock
    page = facebook.CheckedTwin(clock, rules=FacebookRules(), sleep=clock.sleep)
    page.app_secret = facebook.SECRET
    account = instagram.CheckedTwin(clock, rules=rules or InstagramRules(), sleep=clock.sleep)
    for twin in (page, account):
        twin.add_picture(PICTURE)
    _add(counter, facebook_port.VENDOR, facebook.FACEBOOK, page)
    _add(counter, instagram_port.VENDOR, instagram.INSTAGRAM, account)
    await _connect(
        counter, facebook_port.VENDOR, facebook.ACCOUNT, page.add_page(facebook.PAGE, "Sharma")
    )
    secrets = account.add_account(instagram.SHOP, "Sharma")
    await _connect(counter, instagram_port.VENDOR, instagram.ACCOUNT, secrets)
    return Social(page, account)


def _add(counter: Counter, vendor: str, connector: Connector, twin: Transport) -> None:
    vendors = counter.vendors
    counter.vendors = replace(
        vendors,
        connectors={**vendors.connectors, vendor: connector},
        transports={**vendors.transports, vendor: twin},
    )


async def _connect(
    counter: Counter, vendor: str, account: Mapping[str, str], secrets: Mapping[str, str]
) -> None:
    new = NewConnection(
        vendor=vendor, external_id=str(counter.tenant.id), account=account, secrets=secrets
    )
    async with unit_of_work(counter.database, counter.tenant.id) as session:
        service = ConnectionService(
            session, counter.tenant.id, clock=counter.clock, sealer=counter.vendors.sealer
        )
        await service.connect(new)
