import sys
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from shared.errors import AppError
from shared.service_factory import (
    ENGINES,
    EngineNotReleasedError,
    ServiceFactory,
    TierNotInstalledError,
    load_engine,
)
from shared.tiers import BusinessTier

ENGINE = """
class Engine:
    def __init__(self, **arguments):
        self.arguments = arguments
"""


@pytest.fixture
def engines_of_a_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a distribution that brings every engine, also those that this release lacks."""
    declared = "\n".join(
        f"{kind}.{tier} = engines_of_a_test:Engine"
        for kind in ("intelligence", "automation")
        for tier in BusinessTier
    )
    metadata = tmp_path / "engines_of_a_test-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Name: engines-of-a-test\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text(f"[{ENGINES}]\n{declared}\n")
    (tmp_path / "engines_of_a_test.py").write_text(ENGINE)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])


@pytest.mark.usefixtures("engines_of_a_test")
@pytest.mark.parametrize("tier", BusinessTier)
@pytest.mark.parametrize(
    "create",
    [ServiceFactory.create_intelligence_service, ServiceFactory.create_automation_service],
    ids=["intelligence", "automation"],
)
def test_an_engine_is_found_by_its_entry_point_and_given_its_arguments(
    create: Callable[..., Any], tier: BusinessTier
) -> None:
    engine = create(tier, business="Asha's salon")
    assert (type(engine).__name__, engine.arguments) == ("Engine", {"business": "Asha's salon"})


def test_an_engine_that_no_release_has_says_so() -> None:
    with pytest.raises(EngineNotReleasedError, match="later release") as refused:
        ServiceFactory.create_automation_service(BusinessTier.ENTERPRISE)
    assert "automation.enterprise" in refused.value.detail


@pytest.mark.parametrize("tier", BusinessTier)
def test_a_tier_that_is_not_installed_says_which_extra_to_install(tier: BusinessTier) -> None:
    absent = EntryPoint(f"intelligence.{tier}", f"no_such_tier_{tier}.engine:Engine", ENGINES)
    with pytest.raises(TierNotInstalledError) as refused:
        load_engine(absent, tier)
    assert f"vertical-light-os[{tier.value}]" in refused.value.detail
    assert isinstance(refused.value, AppError)


def test_a_mistake_inside_an_engine_is_not_mistaken_for_a_missing_tier() -> None:
    mistyped = EntryPoint("intelligence.local", "shared.tiers:NoSuchEngine", ENGINES)
    with pytest.raises(AttributeError):
        load_engine(mistyped, BusinessTier.LOCAL)


OFFERS = [
    ("intelligence", "advanced", "hyperlocal_focused"),
    ("automation", "comprehensive", "essential_tasks"),
    (
        "integrations",
        ["salesforce", "hubspot", "marketo", "complex_crm"],
        ["whatsapp", "google_my_business", "facebook", "instagram"],
    ),
    ("analytics", "deep_insights", "actionable_metrics"),
    ("customization", "full", "template_based"),
    ("support", "dedicated_account_manager", "community_plus_chat"),
]


@pytest.mark.parametrize("column", [1, 2], ids=list(BusinessTier))
def test_the_supported_features_are_the_founding_documents_ones(column: int) -> None:
    tier = list(BusinessTier)[column - 1]
    expected = {row[0]: row[column] for row in OFFERS}
    assert ServiceFactory.get_supported_features(tier) == expected


def test_changing_the_answer_changes_nobody_elses() -> None:
    ServiceFactory.get_supported_features(BusinessTier.LOCAL).clear()
    offer = ServiceFactory.get_supported_features(BusinessTier.LOCAL)["integrations"]
    assert isinstance(offer, list)
    offer.clear()
    assert ServiceFactory.get_supported_features(BusinessTier.LOCAL)["integrations"]
