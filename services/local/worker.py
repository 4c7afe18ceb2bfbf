"""`python -m local.worker`: works off the local tier's queue."""

import asyncio

from local.connectors.vendors import vendors_of
from local.places.service.fetches import providers_of
from local.settings import LocalSettings
from local.work import SCHEDULE, handlers
from shared.http.worker_process import run_worker
from shared.startup import begin
from shared.tiers import BusinessTier


def main() -> None:
    """Work until SIGTERM."""
    _, settings = begin("local-worker", LocalSettings)
    work = handlers(providers_of(settings), vendors_of(settings))
    asyncio.run(run_worker(BusinessTier.LOCAL, settings, work, SCHEDULE))


if __name__ == "__main__":
    main()
