"""One trace from the gateway over a tier and its statements into the job that a request queued."""

import secrets

import pytest

from tests.api import LOCAL
from tests.local.places.corner import LATITUDE, LONGITUDE
from tests.otlp import Collector, Span
from tests.system.platform import Platform, shown
from tests.system.stack import eventually

pytestmark = pytest.mark.system

PLACES = "name,latitude,longitude,category\n" + "".join(
    f"Salon {n},{LATITUDE + n / 1000},{LONGITUDE},salon\n" for n in range(1, 6)
)
CALLER = "b" * 16
GATEWAY, API, WORKER = "gateway", "local-api", "local-worker"


def recorded_trace() -> str:
    """Return the id of a new trace that is in every share of all traces, however small."""
    return f"{secrets.token_hex(8)}{1:016x}"


async def import_places(platform: Platform, trace_id: str) -> None:
    """Import places, which queues a job, inside a trace of the caller."""
    shop = await platform.new_tenant("local", latitude=LATITUDE, longitude=LONGITUDE)
    caller = {"Content-Type": "text/csv", "traceparent": f"00-{trace_id}-{CALLER}-01"}
    answer = await platform.http.post(
        f"{LOCAL}/places/imports",
        content=PLACES,
        headers=shop.headers | caller,
        params={"source": "tests", "licence": "CC0-1.0"},
    )
    assert answer.status_code == 201, shown(answer)
    assert answer.headers["traceparent"].split("-")[1] == trace_id


# Shortly after midnight in India the worker opens the day of every shop that the tests before these
# have made, and a job waits its turn among some thousand.
PATIENCE_SECONDS = 100.0


def is_whole(spans: list[Span]) -> bool:
    """Tell whether the job's run has arrived, and all that stands above it up to the caller."""
    ids = {span.span_id for span in spans}
    above = {span.parent_id for span in spans} - ids
    return above == {CALLER} and any(span.name.startswith("process ") for span in spans)


async def test_one_trace_leads_from_the_gateway_into_the_job(
    platform: Platform, collector: Collector
) -> None:
    trace_id = recorded_trace()
    await import_places(platform, trace_id)
    arrives = "the whole trace arrives"
    eventually(lambda: is_whole(collector.of_trace(trace_id)), arrives, PATIENCE_SECONDS)

    spans = {span.span_id: span for span in collector.of_trace(trace_id)}
    run = next(span for span in spans.values() if span.name.startswith("process "))
    above: list[Span] = [run]
    while (parent := spans.get(above[-1].parent_id)) is not None:
        above.append(parent)
    way = [(span.service, span.name.partition(" ")[0]) for span in reversed(above)]
    assert way[0][0] == GATEWAY
    assert way[-4:] == [(API, "POST"), (API, "transaction"), (API, "send"), (WORKER, "process")]
    assert above[-1].parent_id == CALLER

    statements = [span for span in spans.values() if span.attributes.get("db.query.text")]
    assert {span.service for span in statements} == {API, WORKER}
    request = next(s for s in spans.values() if s.name == f"POST {LOCAL}/places/imports")
    assert request.attributes["http.response.status_code"] == "201"
    assert not any(span.is_failed for span in spans.values())


async def test_a_tier_exports_no_trace_outside_of_its_share_whatever_the_caller_wants(
    platform: Platform, collector: Collector
) -> None:
    unrecorded, recorded = f"{secrets.token_hex(8)}{'f' * 16}", recorded_trace()
    for trace_id in (unrecorded, recorded):
        await import_places(platform, trace_id)
    arrives = "the later trace arrives"
    eventually(lambda: is_whole(collector.of_trace(recorded)), arrives, PATIENCE_SECONDS)
    # The gateway obeys a caller who wants a trace to be recorded; it has no setting for that.
    assert {span.service for span in collector.of_trace(unrecorded)} <= {GATEWAY}
