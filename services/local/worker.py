"""`python -m local.worker`: works off the local tier's queue."""

import asyncio

from local.settings import LocalSettings
from local.work import HANDLERS
from shared.http.worker_process import run_worker
from shared.logging import configure_logging
from shared.settings import PlatformSettings, refuse_unknown_platform_variables
from shared.tiers import BusinessTier


def main() -> None:
    """Work until SIGTERM."""
    refuse_unknown_platform_variables()
    platform = PlatformSettings()
    configure_logging("local-worker", platform.log_level, platform.log_format)
    settings = LocalSettings()  # pyright: ignore[reportCallIssue]  read from the environment
    asyncio.run(run_worker(BusinessTier.LOCAL, settings, HANDLERS))


if __name__ == "__main__":
    main()
