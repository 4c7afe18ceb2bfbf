"""`python -m enterprise.migrations`: bring the enterprise database to the newest version."""

from pathlib import Path
from urllib.parse import urlsplit

from enterprise.settings import EnterpriseOwnerSettings
from shared.db.migrations import upgrade
from shared.jobs.schema import grant_statements
from shared.logging import configure_logging
from shared.settings import PlatformSettings, psycopg_url, refuse_unknown_platform_variables


def main() -> None:
    """Migrate, then grant."""
    refuse_unknown_platform_variables()
    platform = PlatformSettings()
    configure_logging("enterprise-migrations", platform.log_level, platform.log_format)
    settings = EnterpriseOwnerSettings()  # pyright: ignore[reportCallIssue]  read from the environment
    role = urlsplit(psycopg_url(settings.database_url)).username or ""
    upgrade(Path(__file__).parent, settings, grant_statements(role))


if __name__ == "__main__":
    main()
