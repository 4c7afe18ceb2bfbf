"""What the local tier answers."""

from local.businesses.api import router as businesses
from local.intelligence.api import router as intelligence
from local.intelligence.service import warm_up
from local.reviews.api import router as reviews
from shared.http.app import TierRoutes

ROUTES = TierRoutes(
    prefix="/api/v2/local",
    title="Vertical Light Local",
    description="What a shop should do today; every figure says how it was computed.",
    routers=[businesses, intelligence, reviews],
    warm_up=warm_up,
)
