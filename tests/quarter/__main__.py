"""`python -m tests.quarter [DAYS] [SEED] [STEP_MINUTES]`: three shops, with two kinds of owners.

The careful ones leave everything as it is at first; the trusting ones let the platform do whatever
it can. A longer step is a worker that looks at its schedule less often; jobs run at once anyway.
"""

import asyncio
import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random
from time import perf_counter

from onebox.postgres import running_cluster
from shared.clock import SystemClock
from tests.databases import TierDatabase, free_port, make_tier_database, migrate
from tests.quarter.life import Life
from tests.quarter.report import reported, rules_broken, shown
from tests.quarter.town import town_of
from tests.quarter.trades import TRADES

_USUAL = (90, 0, 5)
_MOST_SHOWN = 20


async def _lived(
    database: TierDatabase, days: int, seed: int, step: timedelta, *, is_trusting: bool
) -> bool:
    """Live the days, print what came of them, and tell whether all is clean."""
    began = perf_counter()
    async with town_of(database, seed, SystemClock().now()) as town:
        for trade in TRADES:
            await town.open_shop(trade)
        life = Life(town, Random(seed), is_trusting)
        await life.begin()
        await life.live(days, step)
        reports = [await reported(town, shop) for shop in town.shops]
        broken, queue = rules_broken(town), town.queue
        owners = "trusting" if is_trusting else "careful"
        load = os.getloadavg()[0]
        said = [
            f"{days} days, {owners} owners, seed {seed}, steps of {step}:",
            f"  {queue.ran.total()} jobs, {queue.deaths} deaths, {len(queue.dead)} given up",
            f"  {len(broken)} rules broken; {perf_counter() - began:.0f} s, load {load:.1f}",
            *[shown(report) for report in reports],
            *[f"  ! {problem}" for problem in [*set(broken), *set(queue.dead)][:_MOST_SHOWN]],
        ]
        sys.stdout.write("\n".join(said) + "\n\n")
        sys.stdout.flush()
        return not broken and not queue.dead and all(report.is_clean for report in reports)


def main() -> None:
    """Run both towns on a server of their own; end with 1 where something is not clean."""
    given = [int(arg) for arg in sys.argv[1:]]
    days, seed, minutes = [*given, *_USUAL[len(given) :]]
    step = timedelta(minutes=minutes)
    results: list[bool] = []
    with (
        tempfile.TemporaryDirectory(prefix="vlo-quarter-") as name,
        running_cluster(Path(name) / "data", free_port()) as server,
    ):
        for town, is_trusting in (("trusting", True), ("careful", False)):
            database = make_tier_database(server, "local", f"quarter_{town}")
            migrate(database)
            lived = _lived(database, days, seed, step, is_trusting=is_trusting)
            results.append(asyncio.run(lived))
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
