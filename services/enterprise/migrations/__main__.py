"""`python -m enterprise.migrations`: bring the enterprise database to the newest version."""

from pathlib import Path
from urllib.parse import urlsplit

from enterprise.settings import EnterpriseOwnerSettings
from shared.db.migrations import MissingRoleError, upgrade
from shared.db.schema_version import DatabaseUnfitError
from shared.jobs.schema import grant_statements
from shared.settings import psycopg_url
from shared.startup import begin, one_line_at_exit


def main() -> None:
    """Migrate, then grant."""
    _, settings = begin("enterprise-migrations", EnterpriseOwnerSettings)
    role = urlsplit(psycopg_url(settings.database_url)).username or ""
    with one_line_at_exit("enterprise-migrations", DatabaseUnfitError, MissingRoleError):
        upgrade(
            Path(__file__).parent,
            settings,
            grant_statements(role),
            setting="ENTERPRISE_OWNER_DATABASE_URL",
        )


if __name__ == "__main__":
    main()
