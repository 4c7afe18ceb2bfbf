"""Some days of one shop in the simulated town: nothing forbidden or twice, honest figures."""

from datetime import timedelta
from random import Random

from onebox.postgres import RunningCluster
from shared.clock import SystemClock
from tests.databases import make_tier_database, migrate
from tests.quarter.life import Life
from tests.quarter.report import reported, rules_broken
from tests.quarter.town import town_of
from tests.quarter.trades import TRADES

DAYS = 3


async def test_some_days_of_a_salon_break_no_rule_and_do_nothing_twice(
    postgres: RunningCluster,
) -> None:
    database = make_tier_database(postgres, "local", "quarter_tests")
    migrate(database)
    async with town_of(database, 1, SystemClock().now()) as town:
        shop = await town.open_shop(TRADES[0])
        life = Life(town, Random(1), is_trusting=True)
        await life.begin()
        await life.live(DAYS, timedelta(minutes=30))
        report = await reported(town, shop)
    assert rules_broken(town) == []
    assert town.queue.dead == []
    assert report.is_clean, report
    assert report.hands_free.part > 0
    assert town.whatsapp.messages(shop.number)
    assert town.google.shops[shop.place].posts
