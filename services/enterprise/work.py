"""Which jobs the enterprise tier's workers do."""

from enterprise.market_intelligence.jobs import RefreshAnalysis
from enterprise.market_intelligence.tasks import refresh_analysis
from shared.jobs.handling import Handler, WorkerLimits

# A million observations took three minutes on two busy cores.
LIMITS = WorkerLimits(timeouts={RefreshAnalysis: 900})

HANDLERS: dict[type, Handler] = {RefreshAnalysis: refresh_analysis}
