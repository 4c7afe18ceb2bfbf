"""Request and response bodies of market intelligence."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, WithJsonSchema, model_validator

from shared.errors import FieldProblem, InvalidError
from shared.http.schemas import MoneyBody, RequestBody, ResponseBody
from shared.money import Money
from shared.tiers import BusinessTier

from .domain.analysis import Analysis
from .domain.observation import MILLIONTHS
from .domain.rows import COLUMNS, REQUIRED
from .models import StoredObservation

MOST_RECORDS = 50_000

_RECORD_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": list(REQUIRED),
    "properties": {
        "date": {"type": "string", "format": "date"},
        "channel": {"type": "string", "maxLength": 100},
    }
    | {
        name: {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string"}, {"type": "null"}]}
        for name in COLUMNS[2:]
    },
}
# Checked by the rules of the files, so that a row is right or wrong wherever it comes from.
Record = Annotated[Any, WithJsonSchema(_RECORD_SCHEMA)]


class ClientData(RequestBody):
    """Observations to analyse and not to store."""

    observations: Annotated[list[Record], Field(min_length=1, max_length=MOST_RECORDS)]


class IntelligenceRequest(RequestBody):
    """Whose data to analyse: a client's stored one, or what comes along; exactly one of them."""

    client_id: UUID | None = None
    client_data: ClientData | None = None

    @model_validator(mode="after")
    def _names_one_source(self) -> Self:
        if (self.client_id is None) == (self.client_data is None):
            message = "send exactly one of client_id and client_data"
            raise ValueError(message)
        return self


class IntelligenceRead(ResponseBody):
    """What the data says."""

    tier: Literal[BusinessTier.ENTERPRISE]
    analysis: Analysis
    features_used: list[str]


class ImportRead(ResponseBody):
    """What an import did."""

    id: UUID
    sha256: str
    media_type: str
    size_bytes: int
    rows: int
    inserted: int
    updated: int
    unchanged: int
    state: Literal["stored", "unchanged"]
    data_version: int
    created_at: datetime


class ObservationRead(ResponseBody):
    """One channel's day as it is stored."""

    date: date
    channel: str
    spend: MoneyBody
    impressions: int | None
    clicks: int | None
    conversions: float | None
    revenue: MoneyBody | None
    import_id: UUID


def observation_read(stored: StoredObservation) -> dict[str, Any]:
    """Return an observation in the units that people read."""
    conversions, revenue = stored.conversions_millionths, stored.revenue_paise
    return {
        "date": stored.day,
        "channel": stored.channel,
        "spend": Money(stored.spend_paise).as_wire(),
        "impressions": stored.impressions,
        "clicks": stored.clicks,
        "conversions": None if conversions is None else conversions / MILLIONTHS,
        "revenue": None if revenue is None else Money(revenue).as_wire(),
        "import_id": stored.import_id,
    }


def cursor_of(stored: StoredObservation) -> str:
    """Return where a page ends."""
    return urlsafe_b64encode(f"{stored.day} {stored.channel}".encode()).decode()


def position_in(cursor: str | None) -> tuple[date, str] | None:
    """Return after which day and channel a page begins."""
    if cursor is None:
        return None
    try:
        day, _, channel = urlsafe_b64decode(cursor.encode()).decode().partition(" ")
        return date.fromisoformat(day), channel
    except ValueError as error:
        problem = FieldProblem("cursor", "This is not the next_cursor of an earlier page.")
        message = "The cursor is not one of ours: send the next_cursor of the page before."
        raise InvalidError(message, (problem,)) from error
