"""The local tier's automation for one business, with no database: what a day would hold."""

from typing import Any

from local.automation.domain.routines import DAILY, ROUTINES, Routine
from local.automation.schemas.days import NO_BASELINE, NO_RUNS
from local.businesses.domain.business import LocalBusiness

_NOT_CONNECTED = "not_connected"


class LocalAutomationOrchestrator:
    """What the platform would do for one business today; without its connections it does nothing.

    The real runs are the service's, which knows what is connected and what was read back.
    """

    def __init__(self, *, business: LocalBusiness) -> None:
        self._business = business

    async def run_daily_automation(self) -> dict[str, Any]:
        """Return the nine by channel; no figure is known of a business that has no record."""
        channels = {
            channel.value: [_planned(routine) for routine in routines]
            for channel, routines in DAILY.items()
        }
        return {
            **channels,
            "business_name": self._business.name,
            "automation_percentage": None,
            "automation_percentage_reason": NO_RUNS,
            "time_saved": None,
            "time_saved_reason": NO_BASELINE,
            "manual_tasks": sum(len(routines) for routines in DAILY.values()),
        }


def _planned(routine: Routine) -> dict[str, Any]:
    facts = ROUTINES[routine]
    return {
        "task": routine,
        "title": facts.title,
        "doing": facts.doing,
        "state": _NOT_CONNECTED,
        "minutes_by_hand": facts.minutes,
    }
