"""`python -m local.worker`: works off the local tier's queue."""

import asyncio

from local.settings import LocalSettings
from local.work import HANDLERS, SCHEDULE
from shared.http.worker_process import run_worker
from shared.startup import begin
from shared.tiers import BusinessTier


def main() -> None:
    """Work until SIGTERM."""
    _, settings = begin("local-worker", LocalSettings)
    asyncio.run(run_worker(BusinessTier.LOCAL, settings, HANDLERS, SCHEDULE))


if __name__ == "__main__":
    main()
