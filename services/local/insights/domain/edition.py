"""Does the same still follow, and has anything that it rests on changed since?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from local.channel_results.domain.months import month_name
from local.customers.domain.monthly import MonthlyCounts
from local.intelligence.domain.budget_facts import BudgetFacts
from local.intelligence.domain.insights import Inputs, OwnRecords
from local.places.domain.place import Place
from local.places.domain.reference import Offer, Reference, Split
from shared.evidence import Figure
from shared.money import rupees_of

# Said by the place itself; which import last wrote it changes nothing about it.
_NOT_COMPARED = frozenset({"import_id"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFact:
    """One fact that is no longer what it was, as text; None where there is none."""

    fact: str
    field: str | None
    then: str | None
    now: str | None


def changed_facts(then: Inputs, now: Inputs) -> tuple[ChangedFact, ...]:
    """Return what changed of the business, its own records, and the places near and far.

    What changed around it in the past (`around.history`) is not compared: it grows only with an
    import, which is named, and its window moves with the hour. A dismissal is no fact.
    """
    return (
        *_changed_fields("business", then.business.to_dict(), now.business.to_dict()),
        *_changed_fields("location", _texts(then.location), _texts(now.location)),
        *_changed_imports(then, now),
        *_changed_places(then.around.places, now.around.places),
        *_changed_fields("google", _texts(then.around.google), _texts(now.around.google)),
        *_changed_fields("town", _town(then.around.reference), _town(now.around.reference)),
        *_changed_own(then.own, now.own),
        *_changed_budget(then.budget_facts, now.budget_facts),
    )


def _changed_imports(then: Inputs, now: Inputs) -> Iterator[ChangedFact]:
    before = {note.evidence: note for note in then.around.imports}
    after = {note.evidence: note for note in now.around.imports}
    for fact in sorted(before.keys() | after.keys()):
        yield from _changed_fields(fact, _texts(before.get(fact)), _texts(after.get(fact)))


def _changed_own(then: OwnRecords, now: OwnRecords) -> Iterator[ChangedFact]:
    for item in fields(then.customers):
        old, new = getattr(then.customers, item.name), getattr(now.customers, item.name)
        yield from _changed_fields(f"customers:{item.name}", _texts(old), _texts(new))
    yield from _changed_fields("orders", _by_day(then), _by_day(now))
    for part in ("customer_findings", "review_findings"):
        yield from _changed_figures(getattr(then, part).figures(), getattr(now, part).figures())


def _changed_figures(
    then: Mapping[str, Figure], now: Mapping[str, Figure]
) -> Iterator[ChangedFact]:
    for fact in sorted(then.keys() | now.keys()):
        yield from _changed_fields(fact, _texts(then.get(fact)), _texts(now.get(fact)))


def _changed_budget(then: BudgetFacts, now: BudgetFacts) -> Iterator[ChangedFact]:
    fee = "fee_paise"
    yield from _changed_fields("budget", {fee: then.fee_paise}, {fee: now.fee_paise})
    yield from _changed_fields("channel_results", _by_channel(then), _by_channel(now))
    for kind, counts in then.recorded.items():
        yield from _changed_fields(str(kind), _by_month(counts), _by_month(now.recorded[kind]))


def _by_channel(facts: BudgetFacts) -> Mapping[str, str]:
    return {
        f"{result.channel}:{month_name(result.month)}": f"{rupees_of(result.spent_paise)} spent, "
        f"{rupees_of(result.returned_paise)} returned"
        for result in facts.results
    }


def _by_month(counts: MonthlyCounts | None) -> Mapping[str, object]:
    """Return the records of each month, and from which day to which any were kept."""
    if counts is None:
        return {}
    months = {month_name(month): records for month, records in counts.by_month}
    return {"first_day": counts.first_day, "last_day": counts.last_day, **months}


def _by_day(own: OwnRecords) -> Mapping[str, int]:
    return {day.isoformat(): orders for day, orders in own.daily_orders}


def _town(counted: Reference) -> Mapping[str, object]:
    """Return what was counted in the whole town, each count by its name."""
    squares = Counter(counted.rivals_per_cell)
    return {
        **{f"trade:{trade}": _split(split) for trade, split in counted.trades.items()},
        **{f"open:{part.name}".lower(): _offer(offer) for part, offer in counted.hours.items()},
        **{f"has:{what.name}".lower(): _offer(offer) for what, offer in counted.amenities.items()},
        **{f"squares_with:{rivals}": number for rivals, number in squares.items()},
    }


def _split(split: Split) -> str:
    return f"{split.here} here, {split.elsewhere} elsewhere"


def _offer(offer: Offer) -> str:
    return f"{_split(offer.present)}; known of {_split(offer.known)}"


def _changed_places(then: Sequence[Place], now: Sequence[Place]) -> Iterator[ChangedFact]:
    before = {place.evidence: place for place in then}
    after = {place.evidence: place for place in now}
    for fact in sorted(before.keys() | after.keys()):
        old, new = before.get(fact), after.get(fact)
        if old is None or new is None:
            yield ChangedFact(fact=fact, field=None, then=_name(old), now=_name(new))
        else:
            yield from _changed_fields(fact, _texts(old), _texts(new))


def _changed_fields(
    fact: str, then: Mapping[str, object], now: Mapping[str, object]
) -> Iterator[ChangedFact]:
    for field in sorted(then.keys() | now.keys()):
        old, new = then.get(field), now.get(field)
        if old != new:
            yield ChangedFact(fact=fact, field=field, then=_text(old), now=_text(new))


def _texts(record: object) -> Mapping[str, object]:
    """Return a record's fields by name; no record has none."""
    if record is None:
        return {}
    names = [item.name for item in fields(record)]  # pyright: ignore[reportArgumentType]  a dataclass
    return {name: getattr(record, name) for name in names if name not in _NOT_COMPARED}


def _name(place: Place | None) -> str | None:
    return None if place is None else place.name or "without a name"


def _text(value: object) -> str | None:
    return None if value is None else str(value)
