"""Routes of insights."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response, status
from pydantic import TypeAdapter

from local.automation.schemas.days import percent_of
from local.automation.service.records import RunService
from local.businesses.domain.business import LocalBusiness
from local.insights.errors import AmbiguousSubjectError
from local.insights.schemas import (
    NO_AUTOMATION_YET,
    EditionRead,
    EvidenceRead,
    FeedbackRead,
    FeedbackRequest,
    IntelligenceRead,
    IntelligenceRequest,
)
from local.insights.service import Edition, InsightsService, todays_edition
from local.intelligence.domain.insights import Inputs
from local.intelligence.service import decided, default_sources
from shared.http.dependencies import (
    ClockDep,
    ReaderPrincipal,
    RuntimeDep,
    SessionDep,
    WriterPrincipal,
)
from shared.http.idempotency import RepeatableRoute
from shared.money import rupees_of
from shared.tiers import LOCAL_CONFIG

_HEAD = TypeAdapter(dict[str, Any])

router = APIRouter(prefix="/api/v2/local", tags=["insights"], route_class=RepeatableRoute)


@router.post("/intelligence")
async def read_intelligence(
    body: IntelligenceRequest, principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> IntelligenceRead:
    """Say what a business needs to know today: its rivals, its gaps, its budget, its festivals."""
    service = InsightsService(session, principal.tenant_id, default_sources(clock))
    inputs = await _gathered(service, body)
    percentage = None
    if body.business_id is not None:
        runs = RunService(session, principal.tenant_id, clock=clock)
        percentage = percent_of((await runs.standing()).hands_free)
    return IntelligenceRead(
        tier=LOCAL_CONFIG.tier,
        business_name=inputs.business.name,
        insights=await decided(inputs),
        automation_percentage=percentage,
        automation_percentage_reason=NO_AUTOMATION_YET if percentage is None else None,
        monthly_cost=float(rupees_of(LOCAL_CONFIG.monthly_price.amount_paise)),
    )


async def _gathered(service: InsightsService, body: IntelligenceRequest) -> Inputs:
    described = body.given()
    business_id = described.pop("business_id", None)
    if business_id is None:
        return await service.of_described(LocalBusiness.from_dict(described))
    if described:
        raise AmbiguousSubjectError(sorted(described))
    return await service.of_stored(business_id)


@router.get("/insights/today", response_model=EditionRead)
async def read_todays_insights(
    principal: ReaderPrincipal, runtime: RuntimeDep, clock: ClockDep
) -> Response:
    """Show today's edition, as it was computed this morning or last asked to be computed anew."""
    sources = default_sources(clock)
    return _as_json(await todays_edition(runtime.database, principal.tenant_id, sources))


@router.post("/insights", response_model=EditionRead, status_code=status.HTTP_201_CREATED)
async def publish_insights(
    principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> Response:
    """Compute today's edition anew from what is stored now; unchanged facts give the same one."""
    service = InsightsService(session, principal.tenant_id, default_sources(clock))
    return _as_json(await service.publish(), status.HTTP_201_CREATED)


@router.post("/insights/feedback")
async def give_feedback(
    body: FeedbackRequest, principal: WriterPrincipal, session: SessionDep, clock: ClockDep
) -> FeedbackRead:
    """Say that an opportunity is done, wrong, useful or open again; today's edition follows."""
    service = InsightsService(session, principal.tenant_id, default_sources(clock))
    row = await service.give_feedback(body.key, body.verdict)
    return FeedbackRead.model_validate(row, from_attributes=True)


@router.get("/insights/{edition_id}", response_model=EditionRead)
async def read_insights(
    edition_id: UUID, principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> Response:
    """Show an edition of the last 90 days."""
    service = InsightsService(session, principal.tenant_id, default_sources(clock))
    return _as_json(await service.edition(edition_id))


@router.get("/insights/{edition_id}/evidence")
async def read_evidence(
    edition_id: UUID, principal: ReaderPrincipal, session: SessionDep, clock: ClockDep
) -> EvidenceRead:
    """Show what an edition rests on, compute it again, and say which facts changed since."""
    service = InsightsService(session, principal.tenant_id, default_sources(clock))
    evidence = await service.evidence(edition_id)
    return EvidenceRead.model_validate(
        _head(evidence.edition)
        | {
            "inputs": evidence.inputs,
            "sources": evidence.sources,
            "is_reproduced": evidence.is_reproduced,
            "method_today": evidence.method_today,
            "is_stale": bool(evidence.changed_since),
            "changed_since": evidence.changed_since,
        },
        from_attributes=True,
    )


def _head(edition: Edition) -> dict[str, Any]:
    return {
        "id": edition.id,
        "day": edition.day,
        "method": edition.method,
        "computed_at": edition.computed_at,
    }


def _as_json(edition: Edition, status_code: int = status.HTTP_200_OK) -> Response:
    """Put the stored bytes into their envelope: reading them in and writing them out is waste."""
    head = _HEAD.dump_json(_head(edition)).removesuffix(b"}")
    body = b"".join((head, b',"insights":', edition.insights, b"}"))
    return Response(body, status_code, media_type="application/json")
