"""How does Google keep a profile's hours, attributes and figures, in memory?"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from local.connectors.answer_values import mapping, mappings, text
from local.connectors.google_business.held import GoogleRules, HeldShop, invalid
from local.connectors.google_business.port import DailyMetric
from local.connectors.twin import Asked, answered
from shared.connectors.exchange import VendorAnswer

_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_SPECIAL_END = timedelta(days=1, hours=11, minutes=59)
_ONE_DAY = timedelta(days=1)


def answer(shop: HeldShop, asked: Asked, now: datetime, rules: GoogleRules) -> VendorAnswer:
    """Answer whatever is asked of a profile."""
    if asked.path.endswith("/attributes"):
        return _with_attributes(shop, asked)
    if asked.method == "PATCH":
        return _patched(shop, asked, now, rules)
    if not (fields := _names(asked.query.get("readMask"))):
        return invalid("read_mask", "is missing")
    if asked.path.endswith(":getGoogleUpdated"):
        return _as_google_shows_it(shop, fields, now)
    stated = _stated(shop, now)
    return answered(200, {field: stated[field] for field in fields if field in stated})


def answer_of_figures(shop: HeldShop, asked: Asked) -> VendorAnswer:
    """Return the figures of the asked days; a day of which nothing is known is left out."""
    metrics = [value for name, value in asked.pairs if name == "dailyMetrics"]
    if not metrics or set(metrics) - set(DailyMetric):
        return invalid("daily_metrics", "has a name that is none")
    first, last = _day(asked.query, "startDate"), _day(asked.query, "endDate")
    if first is None or last is None or last < first:
        return invalid("daily_range", "is no range of days")
    series = [
        {"dailyMetric": metric, "timeSeries": {"datedValues": _values(shop, metric, first, last)}}
        for metric in metrics
    ]
    return answered(200, {"multiDailyMetricTimeSeries": [{"dailyMetricTimeSeries": series}]})


def _patched(shop: HeldShop, asked: Asked, now: datetime, rules: GoogleRules) -> VendorAnswer:
    fields = _names(asked.query.get("updateMask"))
    if not fields:
        return invalid("update_mask", "is missing")
    if unnamed := set(asked.body) - {*fields, "name"}:
        return invalid("update_mask", f"does not name {', '.join(sorted(unnamed))}")
    if (problem := _problem(shop, asked.body)) is not None:
        return invalid(*problem)
    if asked.query.get("validateOnly") == "true":
        return answered(200, {**_stated(shop, now), **asked.body})
    for field in fields:
        shop.location[field] = asked.body.get(field, {})
        shop.google_edits.pop(field, None)
        shop.pending_until[field] = now + timedelta(seconds=rules.publishing_seconds)
    return answered(200, _stated(shop, now))


def _stated(shop: HeldShop, now: datetime) -> dict[str, Any]:
    metadata = {
        "placeId": f"place-{shop.location_id}",
        "mapsUri": f"https://maps.example/{shop.location_id}",
        "hasVoiceOfMerchant": shop.is_verified,
        "hasGoogleUpdated": bool(shop.google_edits),
        "hasPendingEdits": bool(_pending(shop, now)),
    }
    name = f"locations/{shop.location_id}"
    return {"name": name, **shop.location, "metadata": metadata}


def _as_google_shows_it(shop: HeldShop, fields: list[str], now: datetime) -> VendorAnswer:
    shown = {**_stated(shop, now), **shop.google_edits}
    body: dict[str, Any] = {"location": {name: shown[name] for name in fields if name in shown}}
    if differing := [name for name in shop.google_edits if name in fields]:
        body["diffMask"] = ",".join(differing)
    if pending := [name for name in _pending(shop, now) if name in fields]:
        body["pendingMask"] = ",".join(pending)
    return answered(200, body)


def _pending(shop: HeldShop, now: datetime) -> list[str]:
    return [field for field, until in shop.pending_until.items() if now < until]


def _with_attributes(shop: HeldShop, asked: Asked) -> VendorAnswer:
    if asked.method == "PATCH":
        named = {str(item.get("name")): item for item in mappings(asked.body.get("attributes"))}
        mask = _names(asked.query.get("attributeMask"))
        if not mask or set(named) - set(mask):
            return invalid("attribute_mask", "does not name every attribute")
        for name in mask:
            shop.attributes.pop(name, None)
        shop.attributes |= named
    name = f"locations/{shop.location_id}/attributes"
    return answered(200, {"name": name, "attributes": list(shop.attributes.values())})


def _problem(shop: HeldShop, body: Mapping[str, Any]) -> tuple[str, str] | None:
    periods = mappings(mapping(body.get("regularHours")).get("periods"))
    if any(not _is_forwards(period) for period in periods):
        return "location.regular_hours", "has a period that closes before it opens"
    special = mappings(mapping(body.get("specialHours")).get("specialHourPeriods"))
    if special and not (body.get("regularHours") or shop.location.get("regularHours")):
        return "location.special_hours", "cannot be set without regular hours"
    if any(not _is_special(period) for period in special):
        return "location.special_hours", "has a period that is too long, or backwards"
    return None


def _is_forwards(period: Mapping[str, Any]) -> bool:
    opens, closes = period.get("openDay"), period.get("closeDay")
    if opens not in _DAYS or closes not in _DAYS:
        return False
    return opens != closes or _time(period, "openTime") < _time(period, "closeTime")


def _is_special(period: Mapping[str, Any]) -> bool:
    if (start := _date(mapping(period.get("startDate")))) is None:
        return False
    if period.get("closed") is True:
        return True
    if "openTime" not in period or "closeTime" not in period:
        return False
    end = _date(mapping(period.get("endDate"))) or start
    closes = end - start + _time(period, "closeTime")
    length = closes - _time(period, "openTime")
    return (
        timedelta() < length
        and (length <= _ONE_DAY if end == start else length < _ONE_DAY)
        and (closes <= _SPECIAL_END)
    )


def _values(shop: HeldShop, metric: str, first: date, last: date) -> list[Mapping[str, Any]]:
    """Return the counts by day; Google leaves out a count of nought, not its day."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    known = [(day, shop.figures[metric, day]) for day in days if (metric, day) in shop.figures]
    return [
        {
            "date": {"year": day.year, "month": day.month, "day": day.day},
            **({"value": str(count)} if count else {}),
        }
        for day, count in known
    ]


def _day(query: Mapping[str, str], end: str) -> date | None:
    stated = {part: query.get(f"dailyRange.{end}.{part}", "") for part in ("year", "month", "day")}
    if not all(value.isdecimal() for value in stated.values()):
        return None
    return _date({part: int(value) for part, value in stated.items()})


def _date(stated: Mapping[str, Any]) -> date | None:
    try:
        return date(stated["year"], stated["month"], stated["day"])
    except (KeyError, TypeError, ValueError):
        return None


def _time(period: Mapping[str, Any], name: str) -> timedelta:
    at = mapping(period.get(name))
    return timedelta(hours=at.get("hours", 0), minutes=at.get("minutes", 0))


def _names(mask: str | None) -> list[str]:
    return [name for name in (text(mask) or "").split(",") if name]
