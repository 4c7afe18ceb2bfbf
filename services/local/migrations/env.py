"""Alembic's entry into the local tier's migrations."""

from local.metadata import MODULES
from shared.db.migrations import run_environment

run_environment(["local", "shared"], MODULES)
