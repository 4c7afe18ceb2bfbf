"""Which vendors can this installation of the local tier ask?"""

from collections.abc import Iterable, Mapping

from local.connectors.facebook_pages import port as facebook
from local.connectors.facebook_pages.facebook_pages import facebook_pages
from local.connectors.google_business import port as google
from local.connectors.google_business.google_business import google_business
from local.connectors.google_business.hosts import GoogleHosts, OAuthClient
from local.connectors.graph.host import GraphHost
from local.connectors.instagram import port as instagram_port
from local.connectors.instagram.instagram import instagram
from local.connectors.whatsapp import port as whatsapp_port
from local.connectors.whatsapp.whatsapp import whatsapp
from local.settings import LocalSettings
from shared.connectors.exchange import Transport
from shared.connectors.forms import ConnectionForm
from shared.connectors.http import StrangerClient, VendorClient
from shared.connectors.sealing import sealer_of
from shared.connectors.vendors import Vendors
from shared.settings import keys_of
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
    ConnectionForm(
        vendor=facebook.VENDOR,
        account=("page_id",),
        secrets=("access_token",),
        identity=("page_id",),
    ),
    ConnectionForm(
        vendor=instagram_port.VENDOR,
        account=("ig_user_id",),
        secrets=("access_token",),
        identity=("ig_user_id",),
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
        facebook.VENDOR: facebook_pages(_graph(settings, settings.facebook_url)),
        instagram_port.VENDOR: instagram(_graph(settings, settings.instagram_url)),
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


def _graph(settings: LocalSettings, url: str) -> GraphHost:
    """Return Meta's server; while the app's secret is replaced, the first one is the new one."""
    secrets = keys_of(settings.meta_app_secret)
    return GraphHost(url=url, app_secret=secrets[0] if secrets else "")
