"""What the local tier answers."""

from local.automation.api import router as automation
from local.businesses.api import router as businesses
from local.channel_results.api import router as channel_results
from local.connectors.vendors import FORMS
from local.customers.api import router as customers
from local.dashboard.api import router as dashboard
from local.execution.api.posts import router as posts
from local.execution.api.replies import router as review_replies
from local.guidance.api import router as manual_tasks
from local.inbound_webhooks.api import hook as told_hook
from local.inbound_webhooks.api import router as inbound_webhooks
from local.insights.api import router as insights
from local.intelligence.service import warm_up
from local.messaging.api.appointments import router as appointments
from local.messaging.api.contacts import router as contacts
from local.messaging.api.hooks import router as whatsapp_webhook
from local.messaging.api.messages import router as messages
from local.messaging.api.prices import router as price_list
from local.messaging.api.understanding import router as understanding
from local.pauses.api import router as pauses
from local.places.api import router as places
from local.reviews.api import router as reviews
from local.webhooks.api import router as webhooks
from shared.http.app import TierRoutes
from shared.http.connections import connections_router

_PREFIX = "/api/v2/local"

ROUTES = TierRoutes(
    prefix=_PREFIX,
    title="Vertical Light Local",
    description="What a shop should do today; every figure says how it was computed.",
    routers=[
        businesses,
        customers,
        reviews,
        channel_results,
        places,
        insights,
        review_replies,
        posts,
        manual_tasks,
        automation,
        pauses,
        dashboard,
        contacts,
        messages,
        understanding,
        price_list,
        appointments,
        whatsapp_webhook,
        webhooks,
        inbound_webhooks,
        told_hook,
        connections_router(f"{_PREFIX}/connections", FORMS),
    ],
    warm_up=warm_up,
)
