"""`python -m local.migrations`: bring the local database to the newest version."""

from pathlib import Path
from urllib.parse import urlsplit

from local.settings import LocalOwnerSettings
from shared.db.migrations import MissingRoleError, upgrade
from shared.db.schema_version import DatabaseUnfitError
from shared.jobs.schema import grant_statements
from shared.settings import psycopg_url
from shared.startup import begin, one_line_at_exit


def main() -> None:
    """Migrate, then grant."""
    _, settings = begin("local-migrations", LocalOwnerSettings)
    role = urlsplit(psycopg_url(settings.database_url)).username or ""
    with one_line_at_exit("local-migrations", DatabaseUnfitError, MissingRoleError):
        upgrade(
            Path(__file__).parent,
            settings,
            grant_statements(role),
            setting="LOCAL_OWNER_DATABASE_URL",
        )


if __name__ == "__main__":
    main()
