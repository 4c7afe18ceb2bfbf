"""`python -m enterprise.worker`: works off the enterprise tier's queue."""

import asyncio

from enterprise.settings import EnterpriseSettings
from enterprise.work import HANDLERS, LIMITS
from shared.http.worker_process import run_worker
from shared.startup import begin
from shared.tiers import BusinessTier


def main() -> None:
    """Work until SIGTERM."""
    _, settings = begin("enterprise-worker", EnterpriseSettings)
    asyncio.run(run_worker(BusinessTier.ENTERPRISE, settings, HANDLERS, limits=LIMITS))


if __name__ == "__main__":
    main()
