"""What the local tier answers."""

from shared.http.app import TierRoutes

ROUTES = TierRoutes(
    prefix="/api/v2/local",
    title="Vertical Light Local",
    description="What a shop should do today; every figure says how it was computed.",
    routers=[],
)
