"""What the gateway tells a collector of a request, and what it never does."""

from collections.abc import Iterator

import pytest
import yaml

from onebox.gateway_config import UnusableTraceRatioError, with_tracing
from shared.settings import PlatformSettings
from shared.tracing.context import read_traceparent
from tests.gateway.replica import Replica, eventually
from tests.gateway.running import RunningGateway
from tests.gateway.wire import LOCAL_KEY, key
from tests.otlp import Collector, collecting

# How long spans wait for company, in milliseconds; five seconds if nothing is said.
QUICKLY = {"OTEL_BSP_SCHEDULE_DELAY": "100"}
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    with collecting() as collector:
        yield collector


@pytest.fixture(scope="module")
def traced(
    collector: Collector, tiers: dict[str, Replica], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningGateway]:
    asked = {"VLO_OTLP_ENDPOINT": f"{collector.url}/", "VLO_TRACE_RATIO": "1"}
    directory = tmp_path_factory.mktemp("traced")
    gateway = RunningGateway(
        directory, static=lambda text: with_tracing(text, asked), environment=QUICKLY
    )
    gateway.point_at(tiers.values())
    with gateway.running():
        gateway.await_reachable("enterprise", "local")
        yield gateway


def test_a_tier_is_told_the_trace_that_the_gateway_exports(
    traced: RunningGateway, collector: Collector
) -> None:
    answer = traced.ask("/api/v2/local/x", key(LOCAL_KEY))
    told = read_traceparent(answer.received("traceparent")[0])
    assert told is not None
    assert told.is_sampled
    eventually(lambda: bool(collector.of_trace(told.trace_id)), "the spans arrive")
    spans = collector.of_trace(told.trace_id)
    assert {span.service for span in spans} == {"gateway"}
    assert told.span_id in {span.span_id for span in spans}


def test_a_callers_trace_goes_on(traced: RunningGateway) -> None:
    answer = traced.ask("/api/v2/local/x", [*key(LOCAL_KEY), ("Traceparent", PARENT)])
    assert answer.received("traceparent")[0].startswith(PARENT[:36])


def test_no_key_token_or_query_is_ever_exported(
    traced: RunningGateway, collector: Collector
) -> None:
    for path, headers in (
        (f"/api/v2/{LOCAL_KEY}", key(LOCAL_KEY)),
        (f"/api/v2/account/keys/{LOCAL_KEY}/rotate", key(LOCAL_KEY)),
        (f"/nowhere?api_key={LOCAL_KEY}", [("X_API_Key", LOCAL_KEY), ("Referer", LOCAL_KEY)]),
        ("/api/v2/local/x", [*key(LOCAL_KEY), ("X-Request-ID", LOCAL_KEY)]),
        ("/hooks/local/whatsapp?hub.verify_token=hush", [("Cookie", f"k={LOCAL_KEY}")]),
    ):
        traced.ask(path, headers)
    last = traced.ask("/api/v2/local/x", key(LOCAL_KEY))
    told = read_traceparent(last.received("traceparent")[0])
    assert told is not None
    eventually(lambda: bool(collector.of_trace(told.trace_id)), "the spans arrive")
    sent = b"".join(collector.bodies)
    assert b"/nowhere" in sent
    assert not any(secret in sent for secret in (LOCAL_KEY.encode(), b"hush"))


def test_without_an_endpoint_the_file_stays_as_it_is() -> None:
    assert with_tracing("log: {level: INFO}\n", {"VLO_TRACE_RATIO": "nonsense"}) == (
        "log: {level: INFO}\n"
    )


def test_gateway_and_tiers_record_the_same_share_unless_told() -> None:
    text = with_tracing("", {"VLO_OTLP_ENDPOINT": "http://127.0.0.1:4318"})
    tracing = yaml.safe_load(text)["tracing"]
    assert tracing["sampleRate"] == PlatformSettings.model_fields["trace_ratio"].default
    assert tracing["otlp"]["http"]["endpoint"] == "http://127.0.0.1:4318/v1/traces"


@pytest.mark.parametrize("ratio", ["much", "", "-1", "1.1", "nan"])
def test_a_share_that_is_none_is_refused_by_name(ratio: str) -> None:
    asked = {"VLO_OTLP_ENDPOINT": "http://127.0.0.1:4318", "VLO_TRACE_RATIO": ratio}
    with pytest.raises(UnusableTraceRatioError, match=r"VLO_TRACE_RATIO.*from 0 to 1"):
        with_tracing("", asked)
