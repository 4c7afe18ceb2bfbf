"""Request and response bodies of how messages are read, of the price list, of open questions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field

from local.messaging.domain.intent import Intent
from local.messaging.domain.label_file import ReadLabels
from local.messaging.domain.price_list import MOST_ITEMS, PriceItem
from local.messaging.domain.reading_figures import (
    ModelFigures,
    ReadingFigures,
    model_figures,
    reading_figures,
)
from local.messaging.domain.reading_model import MODEL_METHOD
from local.messaging.domain.reading_sureness import Sureness
from local.messaging.domain.waiting import METHOD
from local.messaging.models import ReadingModelRow
from local.messaging.schemas.messages import Line
from local.messaging.service.questions import OpenQuestions
from local.messaging.service.understanding import Understanding
from shared.evidence import Basis, Figure
from shared.http.schemas import MoneyBody, RequestBody, ResponseBody, SkippedRowBody
from shared.money import Money, paise_of

Label = Intent | Literal["out_of_scope"]
ItemName = Annotated[Line, Field(max_length=100)]


class IntentRequest(RequestBody):
    """What a message really was about; `out_of_scope` where it was no inquiry at all."""

    intent: Label


class IntentRead(ResponseBody):
    """The shop's word on a message: what is learnt from, and not how it was read."""

    message_id: UUID
    intent: Label
    labelled_at: datetime


class LabelsRead(ResponseBody):
    """A file of labelled messages: what was taken, what was left out and why."""

    rows_read: int
    labels_taken: int
    rows_skipped: int
    skipped_reasons: dict[str, int]
    first_skipped_rows: Annotated[
        list[SkippedRowBody], Field(description="The first 100; skipped_reasons counts them all.")
    ]


class ModelRead(ResponseBody):
    """What was learnt last; with an obstacle it is not used, and rules read alone."""

    id: UUID
    method: str
    data_hash: str
    is_used: bool
    obstacle: str | None
    trained_at: datetime
    figures: ModelFigures | None


class UnderstandingRead(ResponseBody):
    """How messages were read in the last 30 days, and how good the shop's own model is."""

    since: datetime
    figures: ReadingFigures
    labels: int
    model: ModelRead | None


class PriceItemBody(RequestBody):
    """An item as the shop calls it, and as its customers do."""

    name: ItemName
    name_hi: ItemName | None = None
    other_names: Annotated[tuple[ItemName, ...], Field(max_length=20)] = ()
    unit: Annotated[Line, Field(max_length=40)] | None = None
    price: Annotated[Decimal, Field(gt=0, le=10_000_000, decimal_places=2, examples=["299.00"])]


class PriceListRequest(RequestBody):
    """The whole price list: it takes the place of the one before."""

    items: Annotated[list[PriceItemBody], Field(max_length=MOST_ITEMS)]


class PriceItemRead(ResponseBody):
    """An item with its price, as it was told on a day."""

    name: str
    name_hi: str | None
    other_names: list[str]
    unit: str | None
    price: MoneyBody
    told_on: date


class QuestionRead(ResponseBody):
    """A message that waits for a person."""

    message_id: UUID
    contact_id: UUID
    words: str | None
    asked_at: datetime
    reading: str | None
    waited: Figure
    is_late: bool
    is_urgent: bool


class QuestionsRead(ResponseBody):
    """Every question that waits, the oldest first; they are few, and one page."""

    items: list[QuestionRead]
    next_cursor: None
    answer_within_minutes: int
    counts_opening_hours_only: bool

    @classmethod
    def of(cls, open_questions: OpenQuestions) -> Self:
        """Return the body of all open questions."""
        return cls(
            items=[
                QuestionRead(
                    message_id=question.row.id,
                    contact_id=question.row.contact_id,
                    words=question.row.words,
                    asked_at=question.row.at,
                    reading=question.row.reading,
                    waited=Figure(
                        value=question.waited_minutes,
                        unit="minutes",
                        basis=Basis.MEASURED,
                        n=1,
                        method=METHOD,
                        as_of=open_questions.as_of,
                        evidence=(f"message:{question.row.id}",),
                    ),
                    is_late=question.is_late,
                    is_urgent=question.is_urgent,
                )
                for question in open_questions.questions
            ],
            next_cursor=None,
            answer_within_minutes=open_questions.answer_within_minutes,
            counts_opening_hours_only=open_questions.counts_opening_hours_only,
        )


def labels_body(read: ReadLabels) -> Mapping[str, Any]:
    """Return what came of a file."""
    return {
        "rows_read": len(read.labelled) + read.left_out.total(),
        "labels_taken": len(read.labelled),
        "rows_skipped": read.left_out.total(),
        "skipped_reasons": dict(read.left_out),
        "first_skipped_rows": read.first_skipped,
    }


def understanding_body(found: Understanding) -> dict[str, Any]:
    """Return how messages were read, as it travels."""
    return {
        "since": found.since,
        "figures": reading_figures(found.read_by_method, MODEL_METHOD, found.as_of),
        "labels": found.labels,
        "model": None if found.model is None else _model_body(found.model),
    }


def _model_body(row: ReadingModelRow) -> dict[str, Any]:
    measured = Sureness(**row.measured) if row.measured else None
    columns = ("id", "method", "data_hash", "obstacle", "trained_at")
    return {
        **{name: getattr(row, name) for name in columns},
        "is_used": row.obstacle is None and row.method == MODEL_METHOD,
        "figures": None if measured is None else model_figures(measured, row.trained_at),
    }


def item_of(body: PriceItemBody, told_on: date) -> PriceItem:
    """Return an item as it was told on a day."""
    return PriceItem(
        name=body.name,
        name_hi=body.name_hi,
        other_names=body.other_names,
        unit=body.unit,
        price_paise=paise_of(body.price),
        told_on=told_on,
    )


def price_list_body(items: Sequence[PriceItem]) -> dict[str, Any]:
    """Return the price list as it travels; it is one page."""
    columns = ("name", "name_hi", "other_names", "unit", "told_on")
    told = [
        {name: getattr(item, name) for name in columns}
        | {"price": Money(item.price_paise).as_wire()}
        for item in items
    ]
    return {"items": told, "next_cursor": None}
