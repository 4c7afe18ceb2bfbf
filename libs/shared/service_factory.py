"""Which engine serves a tier? Found through entry points, so that `shared` imports no tier."""

from importlib.metadata import EntryPoint, entry_points
from typing import Any

from shared.errors import NotFoundError
from shared.tiers import BusinessTier

ENGINES = "vlo.engines"


class EngineNotReleasedError(NotFoundError):
    """No installed release has this engine."""

    def __init__(self, engine: str) -> None:
        super().__init__(
            f"The engine {engine!r} is not part of this release; it comes in a later release."
            " Update vertical-light-os to get it."
        )


class TierNotInstalledError(NotFoundError):
    """The engine is known, but what it is made of is not on this machine."""

    def __init__(self, engine: str, tier: BusinessTier, missing: str | None) -> None:
        super().__init__(
            f"The engine {engine!r} cannot start: the module {missing!r} is not installed."
            f" Install the {tier.value} tier: pip install 'vertical-light-os[{tier.value}]'."
        )


class ServiceFactory:
    """Builds a tier's engines by name."""

    @staticmethod
    def create_intelligence_service(tier: BusinessTier, **kwargs: Any) -> Any:
        """Return the tier's intelligence engine, built with these arguments."""
        return _create("intelligence", tier, kwargs)

    @staticmethod
    def create_automation_service(tier: BusinessTier, **kwargs: Any) -> Any:
        """Return the tier's automation engine, built with these arguments."""
        return _create("automation", tier, kwargs)

    @staticmethod
    def get_supported_features(tier: BusinessTier) -> dict[str, str | list[str]]:
        """Return what the tier's engines offer, in the words of its product sheet."""
        return {
            name: list(offer) if isinstance(offer, tuple) else offer
            for name, offer in _OFFERS[tier].items()
        }


def load_engine(entry_point: EntryPoint, tier: BusinessTier) -> Any:
    """Return the class that the entry point names."""
    try:
        return entry_point.load()
    except ModuleNotFoundError as error:
        raise TierNotInstalledError(entry_point.name, tier, error.name) from error


def _create(kind: str, tier: BusinessTier, arguments: dict[str, Any]) -> Any:
    name = f"{kind}.{BusinessTier(tier).value}"
    found = next(iter(entry_points(group=ENGINES, name=name)), None)
    if found is None:
        raise EngineNotReleasedError(name)
    return load_engine(found, tier)(**arguments)


_OFFERS: dict[BusinessTier, dict[str, str | tuple[str, ...]]] = {
    BusinessTier.ENTERPRISE: {
        "intelligence": "advanced",
        "automation": "comprehensive",
        "integrations": ("salesforce", "hubspot", "marketo", "complex_crm"),
        "analytics": "deep_insights",
        "customization": "full",
        "support": "dedicated_account_manager",
    },
    BusinessTier.LOCAL: {
        "intelligence": "hyperlocal_focused",
        "automation": "essential_tasks",
        "integrations": ("whatsapp", "google_my_business", "facebook", "instagram"),
        "analytics": "actionable_metrics",
        "customization": "template_based",
        "support": "community_plus_chat",
    },
}
