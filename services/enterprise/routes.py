"""What the enterprise tier answers."""

from enterprise.accounts.api import router as accounts
from enterprise.market_intelligence.api import router as market_intelligence
from shared.http.app import TierRoutes

ROUTES = TierRoutes(
    prefix="/api/v1/enterprise",
    title="Vertical Light Enterprise",
    description="Market intelligence for B2B companies; every figure says how it was computed.",
    routers=[accounts, market_intelligence],
    path_aliases={"/api/v2/enterprise/": "/api/v1/enterprise/"},
)
