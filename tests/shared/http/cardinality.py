"""One API in a process of its own, asked by many tenants for many made-up things.

    python -m tests.shared.http.cardinality '{"tier": …}' TENANTS PATHS

Prints how many series its /metrics page has afterwards, and the page itself.
"""

import asyncio
import json
import random
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from itertools import count, islice

from fastapi import FastAPI

from shared.http.app import describe_app
from shared.tiers import BusinessTier
from tests.api import ACCOUNT, Api, running_api
from tests.databases import TierDatabase

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "BREW", "get", "TRACE")
_PARAMETER = re.compile(r"\{[^}]*\}")


def templates(app: FastAPI) -> list[str]:
    """Return the path template of every route that the API document names."""
    return sorted(app.openapi()["paths"])


def paths(app: FastAPI, seed: int) -> Iterator[str]:
    """Yield paths without end: half of them made up, half of them routes with made-up ids."""
    draw, known = random.Random(seed), templates(app)
    for number in count():
        word = f"{draw.getrandbits(64):x}"
        if number % 2:
            yield f"/{word}/{draw.getrandbits(32)}"
        else:
            yield _PARAMETER.sub(word, draw.choice(known))


async def measured(database: TierDatabase, tenant_count: int, path_count: int) -> str:
    """Ask everything, then return the metrics page."""
    app = describe_app(import_module(f"{database.tier}.routes").ROUTES)
    async with running_api(BusinessTier(database.tier), database) as api:
        await spread(api, islice(paths(app, seed=31), path_count), tenant_count)
        return (await api.http.get("/metrics")).text


async def spread(api: Api, asked: Iterator[str], tenant_count: int) -> None:
    """Let each tenant ask for its account, and share the paths among them."""
    keys = [(await api.new_tenant()).key for _ in range(tenant_count)]
    draw = random.Random(31)
    for key in keys:
        await api.http.get(ACCOUNT, headers={"X-API-Key": key})
    for path in asked:
        # A tenth with a key that works: more would only measure the database.
        key = draw.choice(keys) if draw.random() < 0.1 else "vlo_loc_nonsense"
        await api.http.request(draw.choice(METHODS), path, headers={"X-API-Key": key})


def main() -> None:
    """Print the number of series, then the page."""
    database = TierDatabase(**json.loads(sys.argv[1]))
    page = asyncio.run(measured(database, int(sys.argv[2]), int(sys.argv[3])))
    series = sum(1 for line in page.splitlines() if line and not line.startswith("#"))
    sys.stdout.write(f"{series}\n{page}")


if __name__ == "__main__":
    main()
