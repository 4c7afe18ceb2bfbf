"""What does the business need to know today? The whole answer, from inputs that were gathered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from local.businesses.domain.business import LocalBusiness
from local.businesses.domain.location import Location
from local.customers.domain.findings import NO_FINDINGS as NO_CUSTOMER_FINDINGS
from local.customers.domain.findings import CustomerFindings
from local.customers.domain.patterns import NO_PATTERNS, CustomerPatterns
from local.intelligence.domain.automation_recommendations import (
    AutomationRecommendations,
    automation_recommendations,
)
from local.intelligence.domain.budget import BudgetOptimization, budget_optimization
from local.intelligence.domain.budget_facts import BudgetFacts
from local.intelligence.domain.competitor_alerts import CompetitorAlerts, competitor_alerts
from local.intelligence.domain.market import LocalCompetitors, local_competitors
from local.intelligence.domain.market_candidates import market_candidates
from local.intelligence.domain.market_gaps import MarketGaps, market_gaps
from local.intelligence.domain.opportunity import Opportunity, ranked
from local.intelligence.domain.profile_gaps import profile_candidates
from local.intelligence.domain.record_candidates import record_candidates
from local.intelligence.domain.review_candidates import review_candidates
from local.intelligence.domain.rival_figures import RivalFigures
from local.intelligence.domain.season_candidates import season_candidates
from local.intelligence.domain.seasons import (
    DailyOrders,
    FestivalTables,
    SeasonalTrends,
    Shop,
    seasonal_trends,
)
from local.intelligence.domain.task_guides import ManualTaskGuidance, manual_task_guidance
from local.places.domain.surroundings import Surroundings
from local.reviews.domain.findings import NO_FINDINGS as NO_REVIEW_FINDINGS
from local.reviews.domain.findings import ReviewFindings

# Raised whenever other words or numbers follow from the same inputs.
METHOD = "daily_insights@4"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRecords:
    """What the business itself recorded, summed up: no customer, no number, no text of a review.

    `dismissed` are the keys of opportunities that the owner has done, or found wrong.
    """

    customers: CustomerPatterns = NO_PATTERNS
    customer_findings: CustomerFindings = NO_CUSTOMER_FINDINGS
    review_findings: ReviewFindings = NO_REVIEW_FINDINGS
    daily_orders: DailyOrders = ()
    dismissed: Sequence[str] = ()


NO_RECORDS = OwnRecords()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything that the insights rest on; the same inputs give the same insights."""

    business: LocalBusiness
    location: Location
    around: Surroundings
    festivals: FestivalTables
    today: date
    start_of_today: datetime
    budget_facts: BudgetFacts
    own: OwnRecords = NO_RECORDS

    @property
    def start_of_tomorrow(self) -> datetime:
        """Return the next midnight of the business's own zone; a day need not have 24 hours."""
        tomorrow = self.today + timedelta(days=1)
        zone = ZoneInfo(self.business.timezone)
        return datetime.combine(tomorrow, time(), zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class HyperlocalMarket:
    """The market around the business."""

    local_competitors: LocalCompetitors
    customer_patterns: CustomerPatterns
    market_gaps: MarketGaps
    seasonal_trends: SeasonalTrends


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyInsights:
    """What the business needs to know today."""

    hyperlocal_market: HyperlocalMarket
    immediate_opportunities: tuple[Opportunity, ...]
    budget_optimization: BudgetOptimization
    automation_recommendations: AutomationRecommendations
    manual_task_guidance: ManualTaskGuidance
    competitor_alerts: CompetitorAlerts


def daily_insights(inputs: Inputs) -> DailyInsights:
    """Return the insights that follow from the inputs, and from nothing else."""
    market = _market(inputs)
    opportunities = _opportunities(inputs, market)
    return DailyInsights(
        hyperlocal_market=market,
        immediate_opportunities=opportunities,
        budget_optimization=budget_optimization(
            inputs.business, inputs.budget_facts, inputs.start_of_today
        ),
        automation_recommendations=automation_recommendations(
            inputs.business, inputs.budget_facts.recorded, inputs.start_of_today
        ),
        manual_task_guidance=manual_task_guidance(opportunities, inputs.start_of_today),
        competitor_alerts=competitor_alerts(
            inputs.business, inputs.location, inputs.around, inputs.start_of_today
        ),
    )


def _opportunities(inputs: Inputs, market: HyperlocalMarket) -> tuple[Opportunity, ...]:
    has_places = bool(inputs.around.imports)
    candidates = (
        *profile_candidates(inputs.business, inputs.location, has_places=has_places),
        *market_candidates(inputs.business, market.market_gaps),
        *season_candidates(market.seasonal_trends),
        *record_candidates(inputs.own.customer_findings, inputs.business.opening_hours),
        *review_candidates(inputs.own.review_findings),
    )
    return ranked(candidates, inputs.own.dismissed, inputs.start_of_today)


def _market(inputs: Inputs) -> HyperlocalMarket:
    return HyperlocalMarket(
        local_competitors=local_competitors(inputs.business, inputs.location, inputs.around),
        customer_patterns=inputs.own.customers,
        market_gaps=market_gaps(
            inputs.around.reference, RivalFigures(inputs.business, inputs.around)
        ),
        seasonal_trends=seasonal_trends(_shop(inputs), inputs.location.state, inputs.festivals),
    )


def _shop(inputs: Inputs) -> Shop:
    return Shop(
        category=inputs.business.category,
        today=inputs.today,
        as_of=inputs.start_of_today,
        daily_orders=inputs.own.daily_orders,
    )
