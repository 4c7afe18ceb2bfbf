"""Alembic's entry into the enterprise tier's migrations."""

from enterprise.metadata import MODULES
from shared.db.migrations import run_environment

run_environment(["enterprise", "shared"], MODULES)
