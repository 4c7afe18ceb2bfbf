"""Shapes that every part of both APIs shares on the wire."""

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

ItemT = TypeVar("ItemT")

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class RequestBody(BaseModel):
    """What a client sends: unknown fields, NaN and infinities are refused by name."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, str_max_length=10_000)


class ResponseBody(BaseModel):
    """What we answer."""

    model_config = ConfigDict(from_attributes=True)


class Page(ResponseBody, Generic[ItemT]):
    """One page of a list; ask again with `cursor` set to `next_cursor` until it is null."""

    items: list[ItemT]
    next_cursor: str | None


class MoneyBody(ResponseBody):
    """An amount as people write it, exact."""

    amount: Annotated[str, Field(examples=["999.00"])]
    currency: Annotated[str, Field(examples=["INR"])]


class SkippedRowBody(ResponseBody):
    """A row that was left out: its line in a CSV or NDJSON file, its position from 1 in a list."""

    row: int
    reason: str
    message: str


class FieldProblemBody(ResponseBody):
    """One thing wrong with one field."""

    field: str
    message: str
    line: int | None = None


class ProblemBody(ResponseBody):
    """A failure, after RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str | None
    errors: list[FieldProblemBody] = []
