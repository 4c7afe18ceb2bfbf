"""How are a profile's hours and attributes set, and how is it read?"""

import re
from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from typing import Any

from local.connectors.answer_values import mapping, mappings, text
from local.connectors.google_business.hosts import bearer, location_of
from local.connectors.google_business.port import (
    Attribute,
    OpenPeriod,
    SetAttributes,
    SetHours,
    SpecialDay,
)
from local.connectors.google_business.posts import date_of, time_of
from shared.connectors.connector import Access, InvalidCallError
from shared.connectors.exchange import VendorRequest, get, sending_json

_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_READ = "name,title,openInfo,regularHours,specialHours,metadata"
_WATCHED = "title,openInfo,regularHours,specialHours,phoneNumbers,websiteUri,storefrontAddress"
_MIDNIGHT = {"hours": 24, "minutes": 0}
_NOON = time(12, 0)
_ATTRIBUTE = re.compile(r"attributes/[a-z0-9_]+")


def reading(host: str, access: Access) -> VendorRequest:
    """Return the request for the profile as its owner gave it."""
    return get(f"{host}/v1/{location_of(access)}", [("readMask", _READ)], bearer(access))


def google_reading(host: str, access: Access) -> VendorRequest:
    """Return the request for the profile as Google shows it."""
    url = f"{host}/v1/{location_of(access)}:getGoogleUpdated"
    return get(url, [("readMask", _WATCHED)], bearer(access))


def hours(host: str, params: SetHours, access: Access, *, is_dry_run: bool) -> VendorRequest:
    """Return the request that replaces hours; a dry run is Google's own."""
    body: dict[str, Any] = {}
    if params.week is not None:
        body["regularHours"] = {"periods": [_period(period) for period in params.week]}
    if params.special_days is not None:
        days = [_special(day) for day in params.special_days]
        body["specialHours"] = {"specialHourPeriods": days}
    if not body:
        raise InvalidCallError({"week": "and special days are both missing"})
    query = [("updateMask", ",".join(body)), *([("validateOnly", "true")] if is_dry_run else [])]
    url = f"{host}/v1/{location_of(access)}"
    return sending_json("PATCH", url, body, query=query, headers=bearer(access))


def attributes(host: str, params: SetAttributes, access: Access) -> VendorRequest:
    """Return the request that sets the named attributes."""
    names = [attribute.name for attribute in params.attributes]
    if not names or len(set(names)) < len(names):
        raise InvalidCallError({"attributes": "must be named, each once"})
    name = f"{location_of(access)}/attributes"
    body = {"name": name, "attributes": [_attribute(item) for item in params.attributes]}
    query = [("attributeMask", ",".join(names))]
    url = f"{host}/v1/{name}"
    return sending_json("PATCH", url, body, query=query, headers=bearer(access))


def location(stated: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a profile in our words; Google leaves out what is false, and may leave out all."""
    about, status = mapping(stated.get("metadata")), mapping(stated.get("openInfo")).get("status")
    return {
        "title": text(stated.get("title")),
        "is_open": None if status is None else status == "OPEN",
        "week": list(mappings(mapping(stated.get("regularHours")).get("periods"))),
        "special_days": list(
            mappings(mapping(stated.get("specialHours")).get("specialHourPeriods"))
        ),
        "has_google_updated": _flag(about, "hasGoogleUpdated"),
        "has_pending_edits": _flag(about, "hasPendingEdits"),
        "has_voice_of_merchant": _flag(about, "hasVoiceOfMerchant"),
        "place_id": text(about.get("placeId")),
        "maps_url": text(about.get("mapsUri")),
    }


def google_updates(stated: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return where Google's view differs from the owner's."""
    return {
        "differing": _names(stated.get("diffMask")),
        "pending": _names(stated.get("pendingMask")),
        "location": mapping(stated.get("location")),
    }


def _flag(about: Mapping[str, Any], name: str) -> bool | None:
    return about.get(name) is True if about else None


def _names(mask: object) -> Sequence[str]:
    return [name for name in str(mask or "").split(",") if name]


def _period(period: OpenPeriod) -> Mapping[str, Any]:
    if not {period.opens_on, period.closes_on} <= set(range(1, 8)):
        raise InvalidCallError({"week": "has a day that is none: Monday is 1 and Sunday 7"})
    closes = _MIDNIGHT if period.closes_at is None else time_of(period.closes_at)
    is_backwards = period.closes_at is not None and period.closes_at <= period.opens_at
    if period.opens_on == period.closes_on and is_backwards:
        raise InvalidCallError({"week": "closes before it opens; past midnight is the next day"})
    return {
        "openDay": _DAYS[period.opens_on - 1],
        "openTime": time_of(period.opens_at),
        "closeDay": _DAYS[period.closes_on - 1],
        "closeTime": closes,
    }


def _special(special: SpecialDay) -> Mapping[str, Any]:
    day = date_of(special.day)
    if special.opens_at is None:
        if special.closes_at is not None:
            raise InvalidCallError({"special_days": "has a day that closes and never opens"})
        return {"startDate": day, "closed": True}
    closes_at = special.closes_at
    is_past_midnight = closes_at is not None and closes_at <= special.opens_at
    if is_past_midnight and _is_too_long(special.opens_at, closes_at):
        problem = "has a day that goes on past 11:59 of the next one, or for 24 hours"
        raise InvalidCallError({"special_days": problem})
    return {
        "startDate": day,
        "openTime": time_of(special.opens_at),
        "endDate": date_of(special.day + timedelta(days=1)) if is_past_midnight else day,
        "closeTime": _MIDNIGHT if closes_at is None else time_of(closes_at),
    }


def _is_too_long(opens_at: time, closes_at: time | None) -> bool:
    return closes_at is not None and (closes_at == opens_at or closes_at >= _NOON)


def _attribute(attribute: Attribute) -> Mapping[str, Any]:
    if not _ATTRIBUTE.fullmatch(attribute.name):
        raise InvalidCallError({"attributes": f"has no attribute {attribute.name!r}"})
    if bool(attribute.values) == bool(attribute.urls):
        raise InvalidCallError({"attributes": f"{attribute.name} has values or addresses: one"})
    if len(attribute.values) > 1:
        raise InvalidCallError({"attributes": f"{attribute.name} takes one value"})
    if attribute.urls:
        return {"name": attribute.name, "uriValues": [{"uri": url} for url in attribute.urls]}
    return {"name": attribute.name, "values": list(attribute.values)}
