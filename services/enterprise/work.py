"""Which jobs the enterprise tier's workers do."""

from enterprise.market_intelligence.jobs import RefreshAnalysis
from enterprise.market_intelligence.tasks import refresh_analysis
from shared.jobs.handling import Handler

HANDLERS: dict[type, Handler] = {RefreshAnalysis: refresh_analysis}
