"""What does this process give Prometheus? The same page for an API and a worker."""

from fastapi import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.db.session import Database


def metrics_page(database: Database) -> Response:
    """Return everything that the process measured, the pools as they are now."""
    database.measure_pools()
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
