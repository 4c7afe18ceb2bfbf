"""Reads every review of a profile, to see which have gone."""

from collections.abc import Set as AbstractSet
from uuid import UUID

from local.connectors.desk import VendorDesk
from local.connectors.google_business.port import ListReviews
from local.execution.service.removed_reviews import RemovedReviewService, WholeReading
from local.execution.tasks.vendor_desk import UNCLEAR, later, vendor_desk
from shared.connectors.calls import Done, Failed
from shared.connectors.connections import Connection
from shared.connectors.vendors import Vendors
from shared.db.session import unit_of_work
from shared.jobs.handling import JobContext

_MOST_PAGES = 200


async def read_whole_profile(
    vendors: Vendors, context: JobContext, tenant_id: UUID
) -> WholeReading | None:
    """Return what a whole reading showed; None where Google cannot be asked, or it was torn.

    Only a reading whose pages hold as many reviews as Google counts concludes anything.
    """
    desk = vendor_desk(vendors, context, tenant_id)
    connection = await desk.connection()
    present = None if connection is None else await _every_name(desk, connection)
    if present is None:
        return None
    async with unit_of_work(context.database, tenant_id) as session:
        service = RemovedReviewService(session, tenant_id, clock=context.clock)
        return await service.note(present)


async def _every_name(desk: VendorDesk, connection: Connection) -> AbstractSet[str] | None:
    """Return the names of all reviews; None where a page failed, or the sum is not Google's."""
    present: set[str] = set()
    token: str | None = None
    for number in range(_MOST_PAGES):
        wish, key = ListReviews(page_token=token), desk.once(f"whole:{number}")
        outcome = await desk.ask(connection, "review.list", wish, key)
        if isinstance(outcome, Failed) and outcome.kind in UNCLEAR:
            raise later(outcome)
        if not isinstance(outcome, Done):
            return None
        present |= {review["name"] for review in outcome.data["reviews"] if review["name"]}
        token = outcome.data["next_page_token"]
        if token is None:
            return present if len(present) == outcome.data["total"] else None
    return None
