"""What came of the days? Counted from the twins, from the queue, and from the record itself."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from local.automation.domain.figures import Share, figures, share_of
from local.automation.domain.routines import ROUTINES, Approval, Routine
from local.automation.domain.run import Run, RunState
from tests.quarter.town import SimulatedShop, Town

_ZONE = ZoneInfo("Asia/Kolkata")
_QUIET_BEGINS, _QUIET_ENDS = time(21), time(9)
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopReport:
    """One shop after its days."""

    name: str
    doubles: int
    in_quiet_hours: int
    spent_paise: float
    cap_paise: int
    hands_free: Share
    by_routine: dict[Routine, Share]
    states: Counter[RunState]
    told: dict[str, Any]
    replayed: Share
    open_tasks: int

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing happened that must not, and the record bears the figures out."""
        matches = (self.told["n"], self.told["value"]) == (
            self.replayed.whole,
            None if self.replayed.value is None else round(self.replayed.value * 100, 1),
        )
        is_below_cap = self.spent_paise <= self.cap_paise
        return not self.doubles and not self.in_quiet_hours and is_below_cap and matches


async def reported(town: Town, shop: SimulatedShop) -> ShopReport:
    """Count one shop."""
    runs = await _runs(town, shop)
    product = await town.ask(shop, "GET", "/automation/figures")
    costs = await town.ask(shop, "GET", "/messages/costs")
    tasks = await town.ask(shop, "GET", "/manual-tasks?limit=200")
    last = town.clock.at.astimezone(_ZONE).date()
    recent = [run for run in runs if (last - run.on).days < product["days"]]
    due = [run for run in runs if run.is_counted]
    return ShopReport(
        name=shop.trade.name,
        doubles=_doubles(town, shop),
        in_quiet_hours=_in_quiet_hours(town, shop),
        spent_paise=max(_spent(town, shop), default=0.0),
        cap_paise=round(float(costs["cap"]["amount"]) * 100),
        hands_free=figures(runs, {}).hands_free,
        by_routine={
            routine: share_of(
                sum(run.is_hands_free for run in due if run.routine is routine),
                sum(run.routine is routine for run in due),
            )
            for routine in ROUTINES
            if any(run.routine is routine for run in due)
        },
        states=Counter(run.state for run in runs),
        told=product["hands_free"],
        replayed=figures(recent, {}).hands_free,
        open_tasks=len(tasks["items"]),
    )


def shown(report: ShopReport) -> str:
    """Return a shop's report as text, what keeps it down last."""
    share = report.hands_free
    dearest, cap = report.spent_paise / 100, report.cap_paise / 100
    told, replayed = report.told, _told(report.replayed)
    lines = [
        f"{report.name}: {'clean' if report.is_clean else 'NOT CLEAN'}; hands-free {_told(share)}",
        f"  doubles {report.doubles}, in quiet hours {report.in_quiet_hours}",
        f"  open tasks {report.open_tasks}, dearest month {dearest:.2f} of {cap:.2f} rupees",
        f"  last 30 days as told {told['value']} % of {told['n']}, from the record {replayed}",
        f"  runs: {', '.join(f'{state} {n}' for state, n in sorted(report.states.items()))}",
    ]
    order = sorted(report.by_routine.items(), key=lambda one: one[1].part - one[1].whole)
    lines += [f"    {routine:<24} {_told(one)}" for routine, one in order]
    return "\n".join(lines)


def rules_broken(town: Town) -> Sequence[str]:
    """Return what the twins hold against us: their own rules, and their contracts."""
    return [
        *town.google.violations,
        *town.google.breaches,
        *town.whatsapp.violations,
        *town.whatsapp.breaches,
    ]


async def _runs(town: Town, shop: SimulatedShop) -> list[Run]:
    """Read the whole record through the API, as anybody could who checks the figures."""
    runs: list[Run] = []
    cursor = ""
    while True:
        page = await town.ask(shop, "GET", f"/automation/runs?limit=200{cursor}")
        runs += [_run(row) for row in page["items"]]
        if page["next_cursor"] is None:
            return runs
        cursor = f"&cursor={page['next_cursor']}"


def _run(row: dict[str, Any]) -> Run:
    return Run(
        routine=Routine(row["routine"]),
        key=row["key"],
        on=date.fromisoformat(row["on_date"]),
        state=RunState(row["state"]),
        mode=Approval(row["mode"]),
        is_touched=row["is_touched"],
        touch_minutes=row["touch_minutes"],
        is_reworked=row["is_reworked"],
    )


def _doubles(town: Town, shop: SimulatedShop) -> int:
    """Count effects that are there more often than they were wanted."""
    posts = town.google.shops[shop.place].posts.values()
    by_text = Counter((post.stated.get("summary"), post.decided_at.date()) for post in posts)
    by_wish = Counter(m.reference for m in town.whatsapp.messages(shop.number) if m.reference)
    return sum(n - 1 for n in (*by_text.values(), *by_wish.values()))


def _in_quiet_hours(town: Town, shop: SimulatedShop) -> int:
    """Count reminders by night; an answer to somebody who has just written is none."""
    return sum(
        message.category != "service" and _is_quiet(message.taken_at.astimezone(_ZONE).time())
        for message in town.whatsapp.messages(shop.number)
    )


def _is_quiet(at: time) -> bool:
    return at >= _QUIET_BEGINS or at < _QUIET_ENDS


def _spent(town: Town, shop: SimulatedShop) -> list[float]:
    query = "SELECT spent_paise FROM local_message_months WHERE tenant_id = %s"
    rows = town.queue.line.execute(query, [shop.tenant.id]).fetchall()
    return [float(row[0]) for row in rows]


def _told(share: Share) -> str:
    if share.value is None or share.lower is None or share.upper is None:
        return "nothing was due"
    bounds = f"{share.lower * 100:.1f} to {share.upper * 100:.1f}"
    return f"{share.value * 100:.1f} % ({bounds}) of {share.whole}"
