"""What must a person do next, step by step, how long may it take, and how is it known to be done?

The minutes are our own estimate, declared and not measured.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from local.intelligence.domain.figures import declared, number
from local.intelligence.domain.names_hindi import hindi_name
from local.intelligence.domain.opportunity import Opportunity
from local.intelligence.domain.task_words import TaskWords
from local.intelligence.domain.task_words_english import ENGLISH
from local.intelligence.domain.task_words_hindi import HINDI
from shared.evidence import Figure, measured

METHOD = "manual_task_guidance@2"
MINUTES_METHOD = "task_minutes@1"
MOST_TASKS = 5
_SET_FIELD = "PATCH /api/v2/local/businesses/{business_id}"
_SAY_DONE = "POST /api/v2/local/insights/feedback"
_APPOINTMENTS = "POST /api/v2/local/appointments/imports"
_GOOGLE = "https://business.google.com"
_META = "https://business.facebook.com"


class Proof(StrEnum):
    """What shows that a task is done."""

    FIELD_SET = "field_set"
    RECORDS_STORED = "records_stored"
    OWNER_SAYS_DONE = "owner_says_done"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskGuide:
    """Of one kind of task what is the same in every language."""

    minutes: int
    proof: Proof
    api_call: str
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A sentence in English and in Hindi."""

    en: str
    hi: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Steps in English and in Hindi."""

    en: tuple[str, ...]
    hi: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualTask:
    """One opportunity as a task of a person; `key` is the opportunity's."""

    key: str
    priority: int
    title: Words
    steps: Steps
    minutes: Figure
    why_not_automated: Words
    link: str | None
    api_call: str
    proof: Proof
    done_when: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualTaskGuidance:
    """The most worthwhile tasks; `assessment` counts them, of `n` opportunities."""

    items: tuple[ManualTask, ...]
    total_minutes: Figure
    assessment: Figure


def _field(minutes: int, link: str | None = None) -> TaskGuide:
    return TaskGuide(minutes=minutes, proof=Proof.FIELD_SET, api_call=_SET_FIELD, link=link)


def _stored(minutes: int, api_call: str, link: str | None = None) -> TaskGuide:
    return TaskGuide(minutes=minutes, proof=Proof.RECORDS_STORED, api_call=api_call, link=link)


def _said(minutes: int, link: str | None = None) -> TaskGuide:
    return TaskGuide(minutes=minutes, proof=Proof.OWNER_SAYS_DONE, api_call=_SAY_DONE, link=link)


# By how a key begins; the longest beginning counts.
GUIDES: Mapping[str, TaskGuide] = {
    "profile:google_business_id": _field(30, _GOOGLE),
    "profile:opening_hours": _field(5),
    "profile:whatsapp_phone_number_id": _field(45, _META),
    "profile:instagram_business_id": _field(20, _META),
    "profile:facebook_page_id": _field(15, "https://www.facebook.com/pages/create"),
    "profile:monthly_budget": _field(5),
    "profile:latitude": _field(5, "https://www.openstreetmap.org"),
    "profile:state": _field(2),
    "profile:places": _stored(10, "POST /api/v2/local/places/fetches"),
    "gap:trade": _said(60, _GOOGLE),
    "gap:daypart": _field(30),
    "gap:amenity": _said(20, _GOOGLE),
    "season": _said(60),
    "missed_demand": _stored(20, "POST /api/v2/local/inquiries/imports"),
    "lapsing": _said(30),
    "no_shows:remind": _said(15),
    "no_shows:record_reminders": _stored(10, _APPOINTMENTS),
    "reviews:mend": _stored(60, "POST /api/v2/local/reviews/imports"),
    "reviews:tell": _said(15, _GOOGLE),
    "reviews:conflicts": _said(15),
}


def manual_task_guidance(
    opportunities: Sequence[Opportunity], as_of: datetime
) -> ManualTaskGuidance:
    """Return the most worthwhile opportunities, the first first, as tasks of a person."""
    tasks = tuple(_task(opportunity, as_of) for opportunity in opportunities[:MOST_TASKS])
    return ManualTaskGuidance(
        items=tasks,
        total_minutes=declared(
            int(sum(number(task.minutes) for task in tasks)),
            "minutes",
            method=MINUTES_METHOD,
            evidence=tuple(dict.fromkeys(rule for task in tasks for rule in task.minutes.evidence)),
            as_of=as_of,
        ),
        assessment=measured(
            len(tasks),
            "tasks",
            n=len(opportunities),
            method=METHOD,
            as_of=as_of,
            evidence=tuple(f"opportunity:{task.key}" for task in tasks),
        ),
    )


def kind_of(key: str) -> str:
    """Return the kind of task that an opportunity is: how its key begins."""
    parts = key.split(":")
    beginnings = [":".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return next(beginning for beginning in beginnings if beginning in GUIDES)


def _task(opportunity: Opportunity, as_of: datetime) -> ManualTask:
    kind = kind_of(opportunity.key)
    guide, name = GUIDES[kind], _name_in(opportunity.key, kind)
    english = _named(ENGLISH[kind], name.replace("_", " "))
    hindi = _named(HINDI[kind], hindi_name(name))
    return ManualTask(
        key=opportunity.key,
        priority=opportunity.priority,
        title=Words(en=english.title, hi=hindi.title),
        steps=Steps(en=english.steps, hi=hindi.steps),
        minutes=_minutes(kind, guide, as_of),
        why_not_automated=Words(en=english.why_not_automated, hi=hindi.why_not_automated),
        link=guide.link,
        api_call=guide.api_call,
        proof=guide.proof,
        done_when=Words(en=english.done_when, hi=hindi.done_when),
    )


def _name_in(key: str, kind: str) -> str:
    """Return what a key names after its kind; an occasion's day is left out."""
    name = key.removeprefix(kind).removeprefix(":")
    return name.partition(":")[2] if kind == "season" else name


def _named(words: TaskWords, name: str) -> TaskWords:
    return TaskWords(
        title=words.title.replace("{name}", name),
        steps=tuple(step.replace("{name}", name) for step in words.steps),
        why_not_automated=words.why_not_automated,
        done_when=words.done_when,
    )


def _minutes(kind: str, guide: TaskGuide, as_of: datetime) -> Figure:
    return declared(
        guide.minutes,
        "minutes",
        method=MINUTES_METHOD,
        evidence=(f"rule:task_minutes:{kind}",),
        as_of=as_of,
    )
