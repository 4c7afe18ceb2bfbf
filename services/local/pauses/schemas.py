"""Request and response bodies of pauses."""

from datetime import datetime

from pydantic import AwareDatetime

from local.pauses.domain.pause import PausedChannel
from shared.http.schemas import RequestBody, ResponseBody


class PauseRequest(RequestBody):
    """How long; without an end it lasts until it is lifted."""

    until: AwareDatetime | None = None


class PauseRead(ResponseBody):
    """A pause; one whose end is past holds nothing back."""

    channel: PausedChannel
    until: datetime | None
    since: datetime
