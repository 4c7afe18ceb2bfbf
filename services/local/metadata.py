"""Every table of the local tier's database: importing this registers them all."""

from local.automation import models as automation_models
from local.businesses import models as businesses_models
from local.channel_results import models as channel_results_models
from local.customers import models as customers_models
from local.execution import models as execution_models
from local.guidance import models as guidance_models
from local.inbound_webhooks import models as inbound_webhooks_models
from local.insights import models as insights_models
from local.messaging import models as messaging_models
from local.pauses import models as pauses_models
from local.places import models as places_models
from local.reviews import models as reviews_models
from local.webhooks import models as webhooks_models
from shared.auth import models as auth_models
from shared.connectors import models as connectors_models
from shared.limits import models as limits_models

MODULES = (
    auth_models,
    automation_models,
    businesses_models,
    connectors_models,
    channel_results_models,
    customers_models,
    execution_models,
    guidance_models,
    inbound_webhooks_models,
    insights_models,
    limits_models,
    messaging_models,
    pauses_models,
    places_models,
    reviews_models,
    webhooks_models,
)
