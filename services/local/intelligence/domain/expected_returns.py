"""What is the split expected to bring? By channel and in all, from the business's own months."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt

from local.intelligence.domain.budget_facts import ChannelRecord
from local.intelligence.domain.budget_plan import BudgetPlan
from local.intelligence.domain.figures import INSUFFICIENT_DATA
from local.intelligence.domain.return_fit import METHOD, ReturnFit
from shared.evidence import Basis, Figure, unknown
from shared.intervals import CONFIDENCE
from shared.money import Money

ROI_METHOD = "return_on_budget@2"
_HOW = "Record what it cost and brought in each month with PUT /api/v2/local/channel-results."
_DECIMALS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelReturn:
    """What a channel's share is expected to bring in a month, or which months are missing.

    Below the smallest spend on record it is counted in proportion, beyond the largest not at all.
    """

    channel: str
    expected_return: Figure


@dataclass(frozen=True, slots=True)
class _Expected:
    """Paise that are expected, and between which the mean lies."""

    value: float
    low: float
    high: float


def channel_returns(plan: BudgetPlan, as_of: datetime) -> tuple[ChannelReturn, ...]:
    """Return what each channel's share is expected to bring, or what that needs."""
    amounts = plan.amounts
    return tuple(
        ChannelReturn(
            channel=name, expected_return=_channel_figure(name, record, amounts[name], as_of)
        )
        for name, record in plan.records.items()
    )


def expected_roi(plan: BudgetPlan, as_of: datetime) -> Figure:
    """Return what comes back less the whole budget, over the budget; 0 breaks even."""
    spent = plan.spent
    fits = {name: fit for name in spent if (fit := plan.records[name].fit)}
    unknown_channels = [name for name in spent if name not in fits]
    if unknown_channels or not spent:
        return _unknown_roi(plan, unknown_channels)
    total = _sum_of(_expected(fit, spent[name]) for name, fit in fits.items())
    roi, low, high = (
        round(paise / plan.budget_paise - 1, _DECIMALS)
        for paise in (total.value, total.low, total.high)
    )
    return _modelled(roi, "ratio", (low, high), [*fits.values()], ROI_METHOD, as_of)


def _channel_figure(name: str, record: ChannelRecord, paise: int, as_of: datetime) -> Figure:
    if record.fit is None:
        missing = f"{_needs(name, record)}. {_HOW}"
        return unknown("INR", reason=INSUFFICIENT_DATA, missing=missing, method=METHOD)
    found = _expected(record.fit, paise)
    ends = _rupees(found.low), _rupees(found.high)
    return _modelled(_rupees(found.value), "INR", ends, [record.fit], METHOD, as_of)


def _needs(name: str, record: ChannelRecord) -> str:
    return f"Of {name}, {record.lacks}"


def _unknown_roi(plan: BudgetPlan, channels: Sequence[str]) -> Figure:
    needs = "; ".join(_needs(name, plan.records[name]) for name in channels)
    missing = (
        f"The return is known once it is known of every channel that gets money. {needs}. {_HOW}"
        if channels
        else "The fixed costs leave nothing to spend on a channel; raise monthly_budget."
    )
    return unknown("ratio", reason=INSUFFICIENT_DATA, missing=missing, method=ROI_METHOD)


def _expected(fit: ReturnFit, paise: int) -> _Expected:
    value = fit.curve.returns(paise)
    low, high = fit.interval(paise)
    return _Expected(value, min(low, value), max(high, value))


def _sum_of(parts: Iterable[_Expected]) -> _Expected:
    """Add what is expected of independent channels; either end by the square root of squares."""
    found = list(parts)
    value = sum(part.value for part in found)
    below = sqrt(sum((part.value - part.low) ** 2 for part in found))
    above = sqrt(sum((part.high - part.value) ** 2 for part in found))
    return _Expected(value, value - below, value + above)


def _modelled(
    value: float,
    unit: str,
    ends: tuple[float, float],
    fits: Sequence[ReturnFit],
    method: str,
    as_of: datetime,
) -> Figure:
    return Figure(
        value=value,
        unit=unit,
        basis=Basis.MODELLED,
        n=sum(fit.curve.observations for fit in fits),
        method=method,
        as_of=as_of,
        evidence=tuple(fit.evidence for fit in fits),
        low=ends[0],
        high=ends[1],
        confidence=CONFIDENCE,
    )


def _rupees(paise: float) -> float:
    return float(Money(round(paise)).as_wire()["amount"])
