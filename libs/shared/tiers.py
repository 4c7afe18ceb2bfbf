"""What does each tier promise, allow and cost? The only place where these figures are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypedDict

from shared.money import Money

NOT_AVAILABLE = "not_available"
SINGLE_BUSINESS = "single_business"

# These levels say that the tier does without the feature.
_ABSENT = frozenset({NOT_AVAILABLE, SINGLE_BUSINESS})


class BusinessTier(StrEnum):
    """The two products."""

    ENTERPRISE = "enterprise"
    LOCAL = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class TierConfiguration:
    """One product: for whom, for how much, and what its customers may use."""

    tier: BusinessTier
    name: str
    target: str
    monthly_price: Money
    price_is_minimum: bool
    requests_per_hour: int
    concurrent_campaigns: int
    team_members: int
    report_export: str
    answers_within_seconds: float
    integrations: tuple[str, ...]
    support_level: str
    features: Mapping[str, str]
    automation_level: str


class TierPricing(TypedDict):
    """What a month costs, for programs and for people."""

    amount: str
    currency: str
    per: str
    is_minimum: bool
    text: str


class TierLimits(TypedDict):
    """How much one customer may use."""

    requests_per_hour: int
    concurrent_campaigns: int
    team_members: int
    report_export: str


class TierSummary(TypedDict):
    """One column of the comparison."""

    name: str
    pricing: TierPricing
    features: dict[str, str]
    limits: TierLimits
    integrations: list[str]
    support_level: str
    target: str
    automation_level: str
    answers_within_seconds: float


ENTERPRISE_CONFIG = TierConfiguration(
    tier=BusinessTier.ENTERPRISE,
    name="Vertical Light Enterprise",
    target="B2B companies with a marketing team",
    monthly_price=Money(25_000_00),
    price_is_minimum=True,
    requests_per_hour=10_000,
    concurrent_campaigns=100,
    team_members=50,
    report_export="unlimited",
    answers_within_seconds=2.0,
    integrations=(
        "salesforce",
        "hubspot",
        "marketo",
        "pipedrive",
        "google_ads",
        "facebook_ads",
        "linkedin_ads",
        "zapier",
        "webhook_unlimited",
    ),
    support_level="dedicated_account_manager",
    features=MappingProxyType(
        {
            "intelligence": "comprehensive",
            "automation": "advanced",
            "customization": "full",
            "analytics": "deep_insights",
            "multi_tenant": "enabled",
            "white_label": "available",
        }
    ),
    # Nobody is promised a percentage: each account is shown its own, or null.
    automation_level="measured",
)

LOCAL_CONFIG = TierConfiguration(
    tier=BusinessTier.LOCAL,
    name="Vertical Light Local",
    target="Salons, restaurants and shops in India, usually one owner with a phone",
    monthly_price=Money(999_00),
    price_is_minimum=False,
    requests_per_hour=1_000,
    concurrent_campaigns=5,
    team_members=3,
    report_export="monthly_reports",
    answers_within_seconds=0.5,
    integrations=(
        "whatsapp_business",
        "google_my_business",
        "facebook_pages",
        "instagram_business",
        "basic_webhooks",
    ),
    support_level="chat_plus_community",
    features=MappingProxyType(
        {
            "intelligence": "actionable_insights",
            "automation": "essential_tasks",
            "customization": "template_based",
            "analytics": "key_metrics",
            "multi_tenant": SINGLE_BUSINESS,
            "white_label": NOT_AVAILABLE,
        }
    ),
    automation_level="measured",
)


class TierConfigManager:
    """Answers what a tier is and has."""

    @staticmethod
    def get_config(tier: BusinessTier) -> TierConfiguration:
        """Return the tier's configuration."""
        return _CONFIGURATIONS[tier]

    @staticmethod
    def validate_feature_access(tier: BusinessTier, feature: str) -> bool:
        """Return whether the tier really has the feature; an unknown feature is nobody's."""
        level = _CONFIGURATIONS[tier].features.get(feature, NOT_AVAILABLE)
        return level not in _ABSENT

    @staticmethod
    def comparison() -> dict[str, TierSummary]:
        """Return both tiers side by side, as `/api/v2/tiers/comparison` shows them."""
        return {tier.value: _summary(_CONFIGURATIONS[tier]) for tier in BusinessTier}


_CONFIGURATIONS = {BusinessTier.ENTERPRISE: ENTERPRISE_CONFIG, BusinessTier.LOCAL: LOCAL_CONFIG}


def _summary(configuration: TierConfiguration) -> TierSummary:
    return {
        "name": configuration.name,
        "pricing": _pricing(configuration),
        "features": dict(configuration.features),
        "limits": _limits(configuration),
        "integrations": list(configuration.integrations),
        "support_level": configuration.support_level,
        "target": configuration.target,
        "automation_level": configuration.automation_level,
        "answers_within_seconds": configuration.answers_within_seconds,
    }


def _pricing(configuration: TierConfiguration) -> TierPricing:
    price = configuration.monthly_price
    wire = price.as_wire()
    plus = "+" if configuration.price_is_minimum else ""
    return {
        "amount": wire["amount"],
        "currency": wire["currency"],
        "per": "month",
        "is_minimum": configuration.price_is_minimum,
        "text": f"₹{price.amount_paise // 100:,}{plus} a month",
    }


def _limits(configuration: TierConfiguration) -> TierLimits:
    return {
        "requests_per_hour": configuration.requests_per_hour,
        "concurrent_campaigns": configuration.concurrent_campaigns,
        "team_members": configuration.team_members,
        "report_export": configuration.report_export,
    }
