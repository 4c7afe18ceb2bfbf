"""How is a shop's number asked, and who is told when that is not possible any more?"""

from uuid import UUID

from local.connectors.desk import VendorDesk
from local.connectors.whatsapp.port import VENDOR
from local.messaging.service.people import tell_of_loss
from shared.connectors.vendors import Vendors
from shared.jobs.handling import JobContext


def whatsapp_desk(vendors: Vendors, context: JobContext, tenant_id: UUID) -> VendorDesk:
    """Return one tenant's way to WhatsApp."""
    return VendorDesk(vendors, context, tenant_id, VENDOR, tell_of_loss)
