"""Where is Google asked, for whom, and on behalf of which application?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.connectors.connector import Access, InvalidCallError

_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_NAME = re.compile(r"accounts/[\w-]+/locations/[\w-]+/(reviews|localPosts)/[\w=-]{1,300}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleHosts:
    """The four servers, without a path; tests and the one-box stand-in give their own."""

    my_business: str = "https://mybusiness.googleapis.com"
    business_information: str = "https://mybusinessbusinessinformation.googleapis.com"
    performance: str = "https://businessprofileperformance.googleapis.com"
    oauth: str = "https://oauth2.googleapis.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthClient:
    """The operator's application at Google, to which an owner has given leave."""

    id: str
    secret: str = field(repr=False)


NO_CLIENT = OAuthClient(id="", secret="")


def profile_of(access: Access) -> str:
    """Return the profile's name in the v4 API."""
    return f"accounts/{_id(access, 'account_id')}/locations/{_id(access, 'location_id')}"


def location_of(access: Access) -> str:
    """Return the profile's name in the v1 APIs."""
    return f"locations/{_id(access, 'location_id')}"


def name_under(access: Access, kind: str, field_name: str, name: str) -> str:
    """Return a name of a review or a post of this very profile."""
    if not _NAME.fullmatch(name) or not name.startswith(f"{profile_of(access)}/{kind}/"):
        raise InvalidCallError({field_name: "is not of the connected profile"})
    return name


def bearer(access: Access) -> Mapping[str, str]:
    """Return the header that lets us in; without a token Google asks for a new one."""
    return {"Authorization": f"Bearer {access.secrets.get('access_token', '')}"}


def _id(access: Access, name: str) -> str:
    value = access.account.get(name, "")
    if not _ID.fullmatch(value):
        raise InvalidCallError({name: "is missing from the connection, or is no id"})
    return value
