"""Response body of the dashboard; each number names where its rows are."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from local.automation.domain.routines import DAILY
from local.automation.schemas.days import (
    PercentageRead,
    RoutineToday,
    percentage_body,
    routine_body,
)
from local.businesses.domain.category import BusinessCategory
from local.dashboard.service import Dashboard
from local.guidance.domain.manual_task import ManualTaskKind
from local.messaging.schemas.messages import MessageCostsRead, costs_body
from shared.http.schemas import ResponseBody
from shared.money import rupees_of
from shared.tiers import LOCAL_CONFIG

_LOCAL = "/api/v2/local"
RowsAt = Annotated[str, Field(description="The rows that the numbers beside it are counted from.")]


class BusinessInfo(ResponseBody):
    """Whose dashboard it is."""

    id: UUID
    name: str
    category: BusinessCategory
    city: str | None
    timezone: str
    monthly_cost: float


class AutomationStatus(ResponseBody):
    """What ran today and what waits, by channel; as it was written down at `recorded_at`."""

    on: date
    social_media: list[RoutineToday]
    whatsapp: list[RoutineToday]
    gmb: list[RoutineToday]
    recorded_at: datetime | None
    rows_at: RowsAt


class InboxRead(ResponseBody):
    """Questions of customers that wait for a person, and since when the oldest does."""

    waiting: int
    oldest_at: datetime | None
    rows_at: RowsAt


class RepliesRead(ResponseBody):
    """Replies to reviews by state."""

    total: int
    by_state: dict[str, int]
    rows_at: RowsAt


class PerformanceMetrics(ResponseBody):
    """The last 30 days in figures with n and bounds, and this month's money."""

    hands_free: PercentageRead
    verified: PercentageRead
    hands_free_by_channel: dict[str, PercentageRead]
    inbox: InboxRead
    review_replies: RepliesRead
    message_costs: MessageCostsRead
    rows_at: RowsAt


class TasksOfKind(ResponseBody):
    """How many tasks of a kind are open, and since when the oldest is."""

    kind: ManualTaskKind
    open: int
    oldest_at: datetime


class ManualTasks(ResponseBody):
    """What waits for a person."""

    open: int
    by_kind: list[TasksOfKind]
    rows_at: RowsAt


class DashboardRead(ResponseBody):
    """A shop's morning. Its insights are a document of their own, at the address that is named."""

    business_info: BusinessInfo
    daily_insights: Annotated[
        dict[str, Any] | None,
        Field(description="Today's edition as it was computed; null before the first one."),
    ]
    automation_status: AutomationStatus
    performance_metrics: PerformanceMetrics
    manual_tasks: ManualTasks


def dashboard_body(found: Dashboard, business_id: UUID) -> dict[str, Any]:
    """Return a dashboard as it travels, its insights left out."""
    return {
        "business_info": _business(found, business_id),
        "automation_status": _status(found),
        "performance_metrics": _metrics(found),
        "manual_tasks": _tasks(found),
    }


def _business(found: Dashboard, business_id: UUID) -> dict[str, Any]:
    business = found.standing.business
    return {
        "id": business_id,
        "name": business.name,
        "category": business.category,
        "city": business.city,
        "timezone": business.timezone,
        "monthly_cost": float(rupees_of(LOCAL_CONFIG.monthly_price.amount_paise)),
    }


def _status(found: Dashboard) -> dict[str, Any]:
    standing = found.standing
    channels = {
        channel.value: [routine_body(routine, standing.today) for routine in routines]
        for channel, routines in DAILY.items()
    }
    at = f"{_LOCAL}/automation/runs?on={standing.on.isoformat()}"
    return channels | {"on": standing.on, "recorded_at": standing.recorded_at, "rows_at": at}


def _metrics(found: Dashboard) -> dict[str, Any]:
    standing, costs = found.standing, found.costs
    asked = [row for row in found.tasks if row[0] == ManualTaskKind.ANSWER_MESSAGE]
    inbox = {
        "waiting": sum(count for _, count, _ in asked),
        "oldest_at": min((oldest for _, _, oldest in asked), default=None),
        "rows_at": f"{_LOCAL}/manual-tasks",
    }
    replies = {
        "total": sum(found.replies.values()),
        "by_state": found.replies,
        "rows_at": f"{_LOCAL}/review-replies",
    }
    return {
        "hands_free": percentage_body(standing.hands_free),
        "verified": percentage_body(standing.verified),
        "hands_free_by_channel": {
            channel.value: percentage_body(share) for channel, share in standing.by_channel.items()
        },
        "inbox": inbox,
        "review_replies": replies,
        "message_costs": costs_body(
            costs.month, costs.spent_paise, costs.cap_paise, costs.by_category
        ),
        "rows_at": f"{_LOCAL}/automation/runs",
    }


def _tasks(found: Dashboard) -> dict[str, Any]:
    by_kind = [
        {"kind": kind, "open": count, "oldest_at": oldest} for kind, count, oldest in found.tasks
    ]
    open_ = sum(count for _, count, _ in found.tasks)
    return {"open": open_, "by_kind": by_kind, "rows_at": f"{_LOCAL}/manual-tasks"}
