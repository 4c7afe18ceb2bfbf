"""How is a shop's number asked, and who is told when that is not possible any more?"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.connectors.desk import VendorDesk
from local.connectors.whatsapp.port import VENDOR
from local.messaging.service.people import PeopleService
from shared.connectors.connections import Connection
from shared.connectors.vendors import Vendors
from shared.jobs.handling import JobContext


def whatsapp_desk(vendors: Vendors, context: JobContext, tenant_id: UUID) -> VendorDesk:
    """Return one tenant's way to WhatsApp."""
    return VendorDesk(vendors, context, tenant_id, VENDOR, _tell_of_loss)


async def _tell_of_loss(desk: VendorDesk, session: AsyncSession, connection: Connection) -> None:
    people = PeopleService(session, desk.tenant_id, clock=desk.context.clock)
    await people.ask_to_reconnect(connection.id, connection.updated_at.isoformat())
