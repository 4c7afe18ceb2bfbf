import json
from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest

from shared.money import Money
from shared.tiers import (
    ENTERPRISE_CONFIG,
    LOCAL_CONFIG,
    BusinessTier,
    TierConfigManager,
    TierConfiguration,
)

FIGURES = [
    ("tier", BusinessTier.ENTERPRISE, BusinessTier.LOCAL),
    ("monthly_price", Money(2_500_000, "INR"), Money(99_900, "INR")),
    ("price_is_minimum", True, False),
    ("requests_per_hour", 10_000, 1_000),
    ("concurrent_campaigns", 100, 5),
    ("team_members", 50, 3),
    ("report_export", "unlimited", "monthly_reports"),
    ("answers_within_seconds", 2.0, 0.5),
    ("support_level", "dedicated_account_manager", "chat_plus_community"),
    (
        "integrations",
        (
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
        (
            "whatsapp_business",
            "google_my_business",
            "facebook_pages",
            "instagram_business",
            "basic_webhooks",
        ),
    ),
]
FEATURES = [
    ("intelligence", "comprehensive", "actionable_insights"),
    ("automation", "advanced", "essential_tasks"),
    ("customization", "full", "template_based"),
    ("analytics", "deep_insights", "key_metrics"),
    ("multi_tenant", "enabled", "single_business"),
    ("white_label", "available", "not_available"),
]


@pytest.mark.parametrize(("name", "enterprise", "local"), FIGURES, ids=[row[0] for row in FIGURES])
def test_every_figure_is_the_founding_documents_one(name: str, enterprise: Any, local: Any) -> None:
    assert (getattr(ENTERPRISE_CONFIG, name), getattr(LOCAL_CONFIG, name)) == (enterprise, local)


@pytest.mark.parametrize(("feature", "enterprise", "local"), FEATURES)
def test_every_feature_has_its_level(feature: str, enterprise: str, local: str) -> None:
    levels = (ENTERPRISE_CONFIG.features[feature], LOCAL_CONFIG.features[feature])
    assert levels == (enterprise, local)


def test_no_feature_stands_outside_the_table() -> None:
    names = [feature for feature, _, _ in FEATURES]
    assert [list(ENTERPRISE_CONFIG.features), list(LOCAL_CONFIG.features)] == [names, names]


@pytest.mark.parametrize(
    ("feature", "enterprise", "local"),
    [
        ("intelligence", True, True),
        ("automation", True, True),
        ("customization", True, True),
        ("analytics", True, True),
        ("multi_tenant", True, False),
        ("white_label", True, False),
        ("telepathy", False, False),
        ("", False, False),
    ],
)
def test_access_is_granted_only_to_what_the_tier_has(
    feature: str, enterprise: bool, local: bool
) -> None:
    manager = TierConfigManager()
    assert manager.validate_feature_access(BusinessTier.ENTERPRISE, feature) is enterprise
    assert manager.validate_feature_access(BusinessTier.LOCAL, feature) is local


@pytest.mark.parametrize(
    ("tier", "configuration"),
    [(BusinessTier.ENTERPRISE, ENTERPRISE_CONFIG), (BusinessTier.LOCAL, LOCAL_CONFIG)],
)
def test_each_tier_has_its_configuration(
    tier: BusinessTier, configuration: TierConfiguration
) -> None:
    assert TierConfigManager.get_config(tier) is configuration


@pytest.mark.parametrize("field", [field.name for field in fields(TierConfiguration)])
def test_a_running_program_cannot_change_a_figure(field: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(LOCAL_CONFIG, field, None)


def test_a_running_program_cannot_change_a_feature() -> None:
    with pytest.raises(TypeError):
        LOCAL_CONFIG.features["white_label"] = "available"  # pyright: ignore[reportIndexIssue] - the test


@pytest.mark.parametrize("configuration", [ENTERPRISE_CONFIG, LOCAL_CONFIG])
def test_the_comparison_repeats_the_configuration(configuration: TierConfiguration) -> None:
    shown = TierConfigManager.comparison()[configuration.tier.value]
    assert shown["pricing"]["amount"] == configuration.monthly_price.as_wire()["amount"]
    assert shown["pricing"]["currency"] == "INR"
    assert shown["pricing"]["is_minimum"] is configuration.price_is_minimum
    assert shown["features"] == configuration.features
    assert shown["target"] == configuration.target
    assert shown["integrations"] == list(configuration.integrations)
    assert all(getattr(configuration, name) == value for name, value in shown["limits"].items())


@pytest.mark.parametrize(
    ("tier", "text"), [("enterprise", "₹25,000+ a month"), ("local", "₹999 a month")]
)
def test_people_read_the_price_in_rupees(tier: str, text: str) -> None:
    assert TierConfigManager.comparison()[tier]["pricing"]["text"] == text


def test_automation_is_measured_and_promises_no_percentage() -> None:
    shown = TierConfigManager.comparison()
    assert {summary["automation_level"] for summary in shown.values()} == {"measured"}


def test_the_comparison_can_be_sent_and_belongs_to_whoever_asked() -> None:
    first = TierConfigManager.comparison()
    sent = json.loads(json.dumps(first))
    first["local"]["features"]["white_label"] = "available"
    first["local"]["integrations"].append("salesforce")
    assert TierConfigManager.comparison() == sent
