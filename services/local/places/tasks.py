"""Handlers of the jobs about places."""

from local.connectors.places.port import (
    Provider,
    ProviderBusyError,
    ProviderRefusedError,
)
from local.places.domain.fetch_rules import FetchState
from local.places.jobs import FetchPlaces, MarkDuplicatePlaces, QueueDueFetches
from local.places.service.fetches import (
    PlaceFetchService,
    Providers,
    area_of,
    queue_due_fetches,
)
from local.places.service.imports import PlaceService
from shared.db.session import unit_of_work
from shared.jobs.errors import RetryLaterError
from shared.jobs.handling import JobContext

# With waits that double, some minutes; a person may ask again whenever they like.
MOST_ATTEMPTS = 5
# Longer than this nobody waits in front of a page; what is due later comes with the next turn.
LONGEST_WAIT_SECONDS = 600.0
_NOT_OFFERED = "This provider has been switched off on this installation."


async def mark_duplicate_places(context: JobContext, job: MarkDuplicatePlaces) -> None:
    """Run MarkDuplicatePlaces; running it twice changes nothing more."""
    async with unit_of_work(context.database, job.tenant_id) as session:
        await PlaceService(session, job.tenant_id, clock=context.clock).mark_duplicates()


async def fetch_places(providers: Providers, context: JobContext, job: FetchPlaces) -> None:
    """Run FetchPlaces: a question that changes nothing there, so it may be asked twice."""
    async with unit_of_work(context.database, job.tenant_id) as session:
        service = PlaceFetchService(session, job.tenant_id, clock=context.clock)
        fetch = await service.read(job.fetch_id)
    if fetch.state != FetchState.QUEUED:
        return
    provider = providers.offered.get(Provider(fetch.provider))
    if provider is None:
        await _note(context, job, _NOT_OFFERED, is_final=True)
        return
    try:
        # No transaction is open while a vendor thinks.
        findings = await provider.around(area_of(fetch))
    except ProviderRefusedError as error:
        await _note(context, job, str(error), is_final=True)
        return
    except ProviderBusyError as error:
        await _try_later(context, job, error)
        return
    async with unit_of_work(context.database, job.tenant_id) as session:
        service = PlaceFetchService(session, job.tenant_id, clock=context.clock)
        await service.keep(job.fetch_id, findings)


async def queue_due(providers: Providers, context: JobContext, _job: QueueDueFetches) -> None:
    """Run QueueDueFetches; a business whose fetch waits already is left out."""
    await queue_due_fetches(context.database, context.clock, providers)


async def _try_later(context: JobContext, job: FetchPlaces, error: ProviderBusyError) -> None:
    """Leave the job to its next attempt, as late as the provider asks, or give up."""
    wait = error.after_seconds
    is_final = context.attempt >= MOST_ATTEMPTS or (wait or 0.0) > LONGEST_WAIT_SECONDS
    await _note(context, job, str(error), is_final=is_final)
    if is_final:
        return
    if wait is None:
        raise error
    raise RetryLaterError(str(error), after_seconds=wait) from error


async def _note(context: JobContext, job: FetchPlaces, note: str, *, is_final: bool) -> None:
    async with unit_of_work(context.database, job.tenant_id) as session:
        service = PlaceFetchService(session, job.tenant_id, clock=context.clock)
        await service.note_failure(job.fetch_id, note, is_final=is_final)
