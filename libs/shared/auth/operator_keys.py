"""`python -m <tier>.operator_keys create --name …`: the key that creates tenants.

Whoever can reach the tier's database with its pepper may make one; it is printed once.
"""

import argparse
import asyncio
import sys

from shared.auth.scopes import Scope
from shared.auth.service import KeyMint, KeyService
from shared.clock import SystemClock
from shared.db.session import PLATFORM_TENANT, Database, unit_of_work
from shared.settings import TierSettings
from shared.tiers import BusinessTier

OPERATOR_SCOPES = frozenset({Scope.OPERATOR, Scope.READ, Scope.WRITE, Scope.ADMIN})


async def create_operator_key(database: Database, mint: KeyMint, name: str) -> str:
    """Return the secret of a new operator key."""
    async with unit_of_work(database, PLATFORM_TENANT) as session:
        service = KeyService(session, PLATFORM_TENANT, mint=mint, clock=SystemClock())
        return service.issue_first(name, OPERATOR_SCOPES).secret


def main(tier: BusinessTier, settings: TierSettings) -> None:
    """Read the command line, create the key, print it."""
    parser = argparse.ArgumentParser(prog=f"python -m {tier}.operator_keys", description=__doc__)
    create = parser.add_subparsers(dest="command", required=True).add_parser("create")
    create.add_argument("--name", required=True, help="how the key shows up in the list of keys")
    arguments = parser.parse_args()
    mint = KeyMint(tier, settings.key_pepper.get_secret_value())
    secret = asyncio.run(_create_and_close(settings, mint, arguments.name))
    sys.stdout.write(secret + "\n")


async def _create_and_close(settings: TierSettings, mint: KeyMint, name: str) -> str:
    database = Database(settings.database_url, pool_size=1)
    try:
        return await create_operator_key(database, mint, name)
    finally:
        await database.close()
