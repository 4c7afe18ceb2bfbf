"""How often was a profile seen, and what did people do there?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from local.connectors.answer_values import mapping, mappings
from local.connectors.google_business.hosts import bearer, location_of
from local.connectors.google_business.port import ReadMetrics
from shared.connectors.connector import Access, InvalidCallError
from shared.connectors.exchange import VendorRequest, get


def reading(host: str, params: ReadMetrics, access: Access) -> VendorRequest:
    """Return the request for some figures of some days."""
    if not params.metrics:
        raise InvalidCallError({"metrics": "is empty"})
    if params.last_day < params.first_day:
        raise InvalidCallError({"last_day": "is before the first"})
    query = [("dailyMetrics", str(metric)) for metric in params.metrics]
    for end, day in (("startDate", params.first_day), ("endDate", params.last_day)):
        query += [
            (f"dailyRange.{end}.{part}", str(getattr(day, part)))
            for part in ("year", "month", "day")
        ]
    url = f"{host}/v1/{location_of(access)}:fetchMultiDailyMetricsTimeSeries"
    return get(url, query, bearer(access))


def series_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return each metric's counts by day."""
    groups = mappings(body.get("multiDailyMetricTimeSeries"))
    stated = [s for group in groups for s in mappings(group.get("dailyMetricTimeSeries"))]
    return {"series": {str(s.get("dailyMetric")): _counts(s) for s in stated}}


def _counts(stated: Mapping[str, Any]) -> Mapping[str, int]:
    """Return the counts; Google leaves out the count of a day with none."""
    values = mappings(mapping(stated.get("timeSeries")).get("datedValues"))
    counted = [(_day(mapping(v.get("date"))), str(v.get("value", "0"))) for v in values]
    return {day: int(count) for day, count in counted if day and count.isdecimal()}


def _day(stated: Mapping[str, Any]) -> str | None:
    try:
        return date(stated["year"], stated["month"], stated["day"]).isoformat()
    except (KeyError, TypeError, ValueError):
        return None
