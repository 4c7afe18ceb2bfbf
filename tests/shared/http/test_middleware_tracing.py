import pytest

from shared.tracing.spans import Kind
from tests.api import ACCOUNT, ENTERPRISE, Api
from tests.shared.tracing.recorder import Kept, ListRecorder, recording

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SPAN = "00f067aa0ba902b7"
SAMPLED = f"00-{TRACE}-{SPAN}-01"


def server_span(recorder: ListRecorder) -> Kept:
    (found,) = [span for span in recorder.spans if span.kind == Kind.SERVER]
    return found


async def test_a_trace_is_continued_with_a_span_of_our_own(enterprise_api: Api) -> None:
    answer = await enterprise_api.http.get(ACCOUNT, headers={"traceparent": SAMPLED})
    version, trace, span, flags = answer.headers["traceparent"].split("-")
    assert (version, trace, flags) == ("00", TRACE, "01")
    assert span != SPAN


@pytest.mark.parametrize("given", [[], ["nonsense"], [SAMPLED, SAMPLED]])
async def test_without_one_valid_header_a_trace_begins(
    enterprise_api: Api, given: list[str]
) -> None:
    headers = [("traceparent", header) for header in given]
    answer = await enterprise_api.http.get(ACCOUNT, headers=headers)
    assert TRACE not in answer.headers["traceparent"]


async def test_a_span_tells_the_template_the_outcome_and_whose_it_is(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    headers = tenant.headers | {"traceparent": SAMPLED, "X-Request-ID": "order-66"}
    with recording() as recorder:
        path = f"{ENTERPRISE}/clients/{tenant.id}?token=secret"
        answer = await enterprise_api.http.get(path, headers=headers)
    span = server_span(recorder)
    assert span.parent is not None
    assert span.parent.traceparent == SAMPLED
    assert answer.headers["traceparent"] == span.context.traceparent
    assert span.name == f"GET {ENTERPRISE}/clients/{{client_id}}"
    assert span.attributes == {
        "http.request.method": "GET",
        "http.route": f"{ENTERPRISE}/clients/{{client_id}}",
        "http.response.status_code": 200,
        "vlo.request_id": "order-66",
        "vlo.tenant_id": str(tenant.id),
    }
    assert span.is_over
    assert span.failure is None


async def test_the_statements_of_a_request_are_its_children(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    path, headers = f"{ENTERPRISE}/clients/{tenant.id}", tenant.headers | {"traceparent": SAMPLED}
    with recording() as recorder:
        await enterprise_api.http.get(path, headers=headers)
    statements = [span for span in recorder.spans if span.kind == Kind.CLIENT]
    assert statements
    assert {span.context.trace_id for span in recorder.spans} == {TRACE}
    ids = {span.context.span_id for span in recorder.spans}
    assert all(span.parent and span.parent.span_id in ids for span in statements)


async def test_a_request_without_a_key_names_no_tenant(enterprise_api: Api) -> None:
    tenant = await enterprise_api.new_tenant()
    await enterprise_api.http.get(f"{ENTERPRISE}/clients/{tenant.id}", headers=tenant.headers)
    with recording() as recorder:
        await enterprise_api.http.get(ACCOUNT)
    span = server_span(recorder)
    assert "vlo.tenant_id" not in span.attributes
    assert span.attributes["http.response.status_code"] == 401


async def test_an_address_that_nobody_answers_is_not_repeated(enterprise_api: Api) -> None:
    with recording() as recorder:
        await enterprise_api.http.get("/phones/+919845012345")
    assert server_span(recorder).name == "GET unmatched"
    assert "9845012345" not in str(recorder.spans)


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
async def test_what_is_asked_every_second_begins_no_trace(enterprise_api: Api, path: str) -> None:
    with recording() as recorder:
        await enterprise_api.http.get(path)
        assert recorder.spans == []
        await enterprise_api.http.get(path, headers={"traceparent": SAMPLED})
        assert server_span(recorder).name == f"GET {path}"
