"""Whom can this installation ask, and how?"""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.clock import Clock
from shared.connectors.connector import Connector
from shared.connectors.exchange import Transport
from shared.connectors.postgres_book import PostgresCallBook
from shared.connectors.runner import VendorRunner
from shared.connectors.sealing import Sealer
from shared.db.session import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendors:
    """The connectors of a tier with what carries their requests, by vendor."""

    connectors: Mapping[str, Connector]
    transports: Mapping[str, Transport]
    sealer: Sealer

    def runner(self, database: Database, clock: Clock) -> VendorRunner:
        """Return the runner of one process."""
        return VendorRunner(PostgresCallBook(database, self.sealer), self.transports, clock)
