"""`python -m enterprise.worker`: works off the enterprise tier's queue."""

import asyncio

from enterprise.settings import EnterpriseSettings
from enterprise.work import HANDLERS
from shared.http.worker_process import run_worker
from shared.logging import configure_logging
from shared.settings import PlatformSettings, refuse_unknown_platform_variables
from shared.tiers import BusinessTier


def main() -> None:
    """Work until SIGTERM."""
    refuse_unknown_platform_variables()
    platform = PlatformSettings()
    configure_logging("enterprise-worker", platform.log_level, platform.log_format)
    settings = EnterpriseSettings()  # pyright: ignore[reportCallIssue]  read from the environment
    asyncio.run(run_worker(BusinessTier.ENTERPRISE, settings, HANDLERS))


if __name__ == "__main__":
    main()
