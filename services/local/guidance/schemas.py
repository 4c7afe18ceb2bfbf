"""Request and response bodies of manual tasks."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from local.guidance.domain.guides import GUIDES, told
from local.guidance.domain.manual_task import ManualTaskKind, Reason, TaskState
from local.guidance.domain.words_english import ENGLISH
from local.guidance.domain.words_hindi import HINDI
from local.guidance.models import ManualTaskRow
from local.intelligence.domain.task_words import TaskWords
from shared.evidence import Basis
from shared.http.schemas import RequestBody, ResponseBody

Note = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), Field()
]


class DoneRequest(RequestBody):
    """What shows that a task is done; the person's word is enough."""

    proof: Note | None = None


class DeclineRequest(RequestBody):
    """Why a task will not be done."""

    reason: Note


class TaskWordsRead(ResponseBody):
    """A task as one language tells it."""

    title: str
    steps: tuple[str, ...]
    why_not_automated: str
    done_when: str


class MinutesRead(ResponseBody):
    """How long it may take: our own estimate, not measured."""

    value: int
    unit: str
    basis: Basis


class ManualTaskRead(ResponseBody):
    """A task in English and Hindi; `note` is what was said at its end.

    `about` says what it is for: a reply's task names the reply, which can be approved by its id.
    """

    id: UUID
    kind: ManualTaskKind
    reason: Reason
    state: TaskState
    about: dict[str, str]
    en: TaskWordsRead
    hi: TaskWordsRead
    minutes: MinutesRead
    text_to_copy: str | None
    link: str | None
    due_at: datetime | None
    is_urgent: bool
    note: str | None
    opened_at: datetime
    changed_at: datetime


def manual_task_body(row: ManualTaskRow) -> dict[str, Any]:
    """Return a task as it travels."""
    kind = ManualTaskKind(row.kind)
    guide = GUIDES[kind]
    return {
        "id": row.id,
        "kind": kind,
        "reason": Reason(row.reason),
        "state": TaskState(row.state),
        "about": row.facts,
        "en": _words(ENGLISH[kind], row),
        "hi": _words(HINDI[kind], row),
        "minutes": {"value": guide.minutes, "unit": "minutes", "basis": Basis.DECLARED},
        "text_to_copy": row.text_to_copy,
        "link": row.link or guide.link,
        "due_at": row.due_at,
        "is_urgent": row.is_urgent,
        "note": row.note,
        "opened_at": row.opened_at,
        "changed_at": row.changed_at,
    }


def _words(words: TaskWords, row: ManualTaskRow) -> TaskWords:
    return told(words, row.facts)
