"""`python -m enterprise.migrations.check`: exit with one line unless the database fits this code.

What starts the API or the worker in a container asks first: an orchestrator waits and tries again,
while a running process bears an absence of its database.
"""

from pathlib import Path

from enterprise.settings import EnterpriseSettings
from shared.db.schema_version import DatabaseUnfitError, require_fit
from shared.startup import one_line_at_exit, read_settings

if __name__ == "__main__":
    with one_line_at_exit("enterprise", DatabaseUnfitError):
        settings = read_settings(EnterpriseSettings)
        require_fit("ENTERPRISE_DATABASE_URL", settings.database_url, Path(__file__).parent)
