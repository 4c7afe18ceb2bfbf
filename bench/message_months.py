"""Does a month of random messages ever cost more than its cap?"""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from local.messaging.domain.message_costs import (
    NOTHING,
    MonthSoFar,
    actual_paise,
    estimate_paise,
)

_MOSTLY = (True, True, False)


def overspent_months(seed: int, months: int) -> int:
    """Return in how many random months more is billed, or put aside, than the cap allows.

    Each month's messages are of any kind, at any moment of September to November 2026, and
    WhatsApp bills each at its price of that day, or not at all.
    """
    chance, over = Random(seed), 0
    for _ in range(months):
        over += _month_is_overspent(chance)
    return over


def _month_is_overspent(chance: Random) -> bool:
    first = date(2026, chance.choice((9, 10, 11)), 1)
    cap = Decimal(chance.choice((0, 50, 500, 5_000, 30_000)))
    spent, service, billed = NOTHING, 0, NOTHING
    for _ in range(chance.randrange(1, 400)):
        category = chance.choice(("service", "utility", "marketing"))
        day = first + timedelta(days=chance.randrange(28))
        so_far = MonthSoFar(spent_paise=spent, service_messages=service)
        is_open = category == "service" or chance.choice((True, False))
        cost = estimate_paise(category, day, so_far, is_in_window=is_open, is_free=False)
        if cost is None or spent + cost > cap:
            continue
        service += category == "service"
        is_billable = cost > 0 and chance.choice(_MOSTLY)
        real = actual_paise(category, day, cost, is_billable=is_billable)
        billed += real
        spent += real
    return spent > cap or billed > cap
