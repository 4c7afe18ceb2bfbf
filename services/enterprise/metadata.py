"""Every table of the enterprise tier's database: importing this registers them all."""

from enterprise.accounts import models as accounts_models
from enterprise.market_intelligence import models as market_intelligence_models
from shared.auth import models as auth_models
from shared.connectors import models as connectors_models
from shared.limits import models as limits_models

MODULES = (
    accounts_models,
    auth_models,
    connectors_models,
    limits_models,
    market_intelligence_models,
)
