"""What does the business need to know today? The whole answer, from inputs that were gathered."""

from dataclasses import dataclass
from datetime import date, datetime

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.location import Location
from local.intelligence.domain.budget import BudgetOptimization, budget_optimization
from local.intelligence.domain.competitor_alerts import CompetitorAlerts, competitor_alerts
from local.intelligence.domain.figures import later_release
from local.intelligence.domain.market import LocalCompetitors, local_competitors
from local.intelligence.domain.opportunities import Opportunity, opportunities
from local.intelligence.domain.rival_figures import Surroundings
from local.intelligence.domain.seasons import FestivalTables, SeasonalTrends, seasonal_trends
from shared.evidence import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything that the insights rest on; the same inputs give the same insights."""

    business: LocalBusiness
    location: Location
    around: Surroundings
    festivals: FestivalTables
    today: date
    start_of_today: datetime
    fee_paise: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPatterns:
    """When customers come, and whether they come again."""

    busiest_hours: Figure
    repeat_rate: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketGaps:
    """What nobody around offers."""

    underserved: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class HyperlocalMarket:
    """The market around the business."""

    local_competitors: LocalCompetitors
    customer_patterns: CustomerPatterns
    market_gaps: MarketGaps
    seasonal_trends: SeasonalTrends


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A part that a later release fills; `assessment` says what it needs."""

    items: None
    assessment: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyInsights:
    """What the business needs to know today."""

    hyperlocal_market: HyperlocalMarket
    immediate_opportunities: tuple[Opportunity, ...]
    budget_optimization: BudgetOptimization
    automation_recommendations: Pending
    manual_task_guidance: Pending
    competitor_alerts: CompetitorAlerts


def daily_insights(inputs: Inputs) -> DailyInsights:
    """Return the insights that follow from the inputs, and from nothing else."""
    return DailyInsights(
        hyperlocal_market=_market(inputs),
        immediate_opportunities=opportunities(
            inputs.business, inputs.location, has_places=bool(inputs.around.imports)
        ),
        budget_optimization=budget_optimization(
            inputs.business, inputs.fee_paise, inputs.start_of_today
        ),
        automation_recommendations=_pending(
            "automation_recommendations@1", "the runs of automated tasks"
        ),
        manual_task_guidance=_pending("manual_task_guidance@1", "the tasks that fall due"),
        competitor_alerts=competitor_alerts(
            inputs.business, inputs.location, inputs.around, inputs.start_of_today
        ),
    )


def _market(inputs: Inputs) -> HyperlocalMarket:
    return HyperlocalMarket(
        local_competitors=local_competitors(inputs.business, inputs.location, inputs.around),
        customer_patterns=CustomerPatterns(
            busiest_hours=later_release(
                "hours", "busiest_hours@1", "messages, appointments and orders"
            ),
            repeat_rate=later_release("ratio", "repeat_rate@1", "appointments and orders"),
        ),
        market_gaps=MarketGaps(
            underserved=later_release(
                "offers", "white_space@1", "the hours and attributes of places, here and elsewhere"
            )
        ),
        seasonal_trends=seasonal_trends(
            inputs.today, inputs.location.state, inputs.festivals, inputs.start_of_today
        ),
    )


def _pending(method: str, needs: str) -> Pending:
    return Pending(items=None, assessment=later_release("items", method, needs))
