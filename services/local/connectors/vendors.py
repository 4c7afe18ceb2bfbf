"""Which vendors can this installation of the local tier ask?"""

from collections.abc import Iterable, Mapping

from local.connectors.google_business import port as google
from local.connectors.google_business.google_business import google_business
from local.connectors.google_business.hosts import GoogleHosts, OAuthClient
from local.connectors.whatsapp import port as whatsapp_port
from local.connectors.whatsapp.whatsapp import whatsapp
from local.settings import LocalSettings
from shared.connectors.exchange import Transport
from shared.connectors.forms import ConnectionForm
from shared.connectors.http import StrangerClient, VendorClient
from shared.connectors.sealing import sealer_of
from shared.connectors.vendors import Vendors
from shared.tiers import BusinessTier

FORMS = (
    ConnectionForm(
        vendor=google.VENDOR,
        account=("account_id", "location_id"),
        secrets=("access_token", "refresh_token"),
        identity=("account_id", "location_id"),
    ),
    ConnectionForm(
        vendor=whatsapp_port.VENDOR,
        account=("phone_number_id", "waba_id"),
        secrets=("access_token",),
        identity=("phone_number_id",),
    ),
)
# Carries what goes to addresses of the tenants' own.
WEBHOOKS = "webhooks"
_TIMEOUT_SECONDS = 15.0
_WEBHOOK_TIMEOUT_SECONDS, _MOST_WEBHOOK_ANSWER_BYTES = 20.0, 64 * 1024
_USER_AGENT = "vertical-light-local/1.0"
_MOST_BYTES = 4 * 1024 * 1024


def vendors_of(settings: LocalSettings) -> Vendors:
    """Return the connectors, each asked where the settings say."""
    secret = settings.google_business_client_secret
    hosts = GoogleHosts(
        my_business=settings.google_business_url,
        business_information=settings.google_business_information_url,
        performance=settings.google_business_performance_url,
        oauth=settings.google_business_oauth_url,
    )
    client = OAuthClient(
        id=settings.google_business_client_id,
        secret=secret.get_secret_value() if secret else "",
    )
    connectors = {
        google.VENDOR: google_business(hosts, client),
        whatsapp_port.VENDOR: whatsapp(settings.whatsapp_url),
    }
    return Vendors(
        connectors=connectors,
        transports=_transports(settings, connectors),
        sealer=sealer_of(BusinessTier.LOCAL, settings),
    )


def _transports(settings: LocalSettings, vendors: Iterable[str]) -> Mapping[str, Transport]:
    clients: dict[str, Transport] = {
        vendor: VendorClient(vendor, _TIMEOUT_SECONDS, _USER_AGENT, _MOST_BYTES)
        for vendor in vendors
    }
    strangers = StrangerClient(
        WEBHOOKS,
        _WEBHOOK_TIMEOUT_SECONDS,
        _USER_AGENT,
        _MOST_WEBHOOK_ANSWER_BYTES,
        may_be_inside=settings.webhooks_may_stay_inside,
    )
    return clients | {WEBHOOKS: strangers}
