"""Where is Meta's Graph API asked, for which account, and with what leave?

The token travels in a header and never in an address. Where the secret of the operator's app is
known, `appsecret_proof` shows that whoever holds the token is that app.
"""

import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from shared.connectors.connector import Access, InvalidCallError
from shared.connectors.exchange import VendorRequest, get, sending_json, with_query

_DIGITS = re.compile(r"[0-9]{1,30}")
_WEB_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphHost:
    """The server with the version, `https://graph.facebook.com/v25.0`."""

    url: str
    app_secret: str = field(default="", repr=False)

    def reading(
        self, path: str, access: Access, query: Sequence[tuple[str, str]] = ()
    ) -> VendorRequest:
        """Return a request that reads."""
        return get(f"{self.url}/{path}", [*query, *self._proof(access)], bearer(access))

    def posting(self, path: str, body: Mapping[str, Any], access: Access) -> VendorRequest:
        """Return a request that writes."""
        whole = {**body, **dict(self._proof(access))}
        return sending_json("POST", f"{self.url}/{path}", whole, headers=bearer(access))

    def deletion(self, path: str, access: Access) -> VendorRequest:
        """Return a request that takes away."""
        url = with_query(f"{self.url}/{path}", self._proof(access))
        return VendorRequest(method="DELETE", url=url, headers=bearer(access))

    def _proof(self, access: Access) -> Sequence[tuple[str, str]]:
        if not self.app_secret:
            return []
        token = access.secrets.get("access_token", "")
        return [("appsecret_proof", appsecret_proof(self.app_secret, token))]


def appsecret_proof(app_secret: str, token: str) -> str:
    """Return what shows that the token is used by its own app."""
    return hmac.new(app_secret.encode(), token.encode(), sha256).hexdigest()


def bearer(access: Access) -> Mapping[str, str]:
    """Return the header that lets us in."""
    return {"Authorization": f"Bearer {access.secrets.get('access_token', '')}"}


def digits_of(access: Access, name: str) -> str:
    """Return an id of the connected account."""
    value = access.account.get(name, "")
    if not _DIGITS.fullmatch(value):
        raise InvalidCallError({name: "is missing from the connection, or is not of digits"})
    return value


def digits(name: str, value: str) -> str:
    """Return an id that is asked for."""
    if not _DIGITS.fullmatch(value):
        raise InvalidCallError({name: "is no id: it must be of digits"})
    return value


def address_problem(url: str) -> str | None:
    """Return what is wrong with an address that Meta is to fetch or to show."""
    return None if _WEB_ADDRESS.fullmatch(url) else "needs a web address"


def words_problem(words: str, most_characters: int, vendor: str) -> str | None:
    """Return what is wrong with the length of a text."""
    if not words.strip():
        return "is empty"
    if (size := len(words)) > most_characters:
        return f"has {size} characters, and {vendor} takes {most_characters}; shorten it"
    return None


def refuse(problems: Mapping[str, str | None]) -> None:
    """Raise InvalidCallError if there are problems."""
    if found := {name: problem for name, problem in problems.items() if problem}:
        raise InvalidCallError(found)
