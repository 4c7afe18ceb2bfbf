"""What is told of each kind of task, in both languages, and how long may it take?

The minutes are our own estimate, declared and not measured.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from local.guidance.domain.manual_task import MOST_KEY_CHARACTERS, ManualTaskKind, NewManualTask
from local.guidance.domain.words_english import ENGLISH
from local.guidance.domain.words_hindi import HINDI
from local.intelligence.domain.task_words import TaskWords

_GOOGLE_REVIEWS = "https://business.google.com/reviews"
_META = "https://business.facebook.com"
_TEMPLATES = "https://business.facebook.com/wa/manage/message-templates/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """Of one kind what is the same in every language."""

    minutes: int
    link: str | None = None


GUIDES: Mapping[ManualTaskKind, Guide] = {
    ManualTaskKind.APPROVE_REVIEW_REPLY: Guide(minutes=2),
    ManualTaskKind.REPLY_TO_REVIEW: Guide(minutes=4, link=_GOOGLE_REVIEWS),
    ManualTaskKind.CHECK_REVIEW_REPLY: Guide(minutes=3, link=_GOOGLE_REVIEWS),
    ManualTaskKind.RECONNECT_GOOGLE: Guide(minutes=5, link="https://business.google.com"),
    ManualTaskKind.RECONNECT_FACEBOOK: Guide(minutes=5, link=_META),
    ManualTaskKind.RECONNECT_INSTAGRAM: Guide(minutes=5, link=_META),
    ManualTaskKind.ANSWER_MESSAGE: Guide(minutes=3),
    ManualTaskKind.SEND_MESSAGE: Guide(minutes=3),
    ManualTaskKind.CHECK_MESSAGE: Guide(minutes=2),
    ManualTaskKind.RECONNECT_WHATSAPP: Guide(minutes=10, link="https://business.facebook.com"),
    ManualTaskKind.LOOK_AT_TEMPLATE: Guide(minutes=10, link=_TEMPLATES),
    ManualTaskKind.LOOK_AT_REMOVED_REVIEWS: Guide(minutes=5, link=_GOOGLE_REVIEWS),
    ManualTaskKind.REPAIR_WEBHOOK: Guide(minutes=10),
    ManualTaskKind.CREATE_CONTENT: Guide(minutes=15),
    ManualTaskKind.PUBLISH_POST: Guide(minutes=6, link="https://business.facebook.com"),
    ManualTaskKind.ENGAGE: Guide(minutes=10, link="https://business.facebook.com"),
    ManualTaskKind.POST_UPDATE: Guide(minutes=8, link="https://business.google.com/posts"),
    ManualTaskKind.UPDATE_INFO: Guide(minutes=3, link="https://business.google.com"),
    ManualTaskKind.READ_REVIEWS: Guide(minutes=4, link=_GOOGLE_REVIEWS),
    ManualTaskKind.CHECK_REMOVED_REVIEWS: Guide(minutes=5, link=_GOOGLE_REVIEWS),
    ManualTaskKind.WATCH_COMPETITORS: Guide(minutes=10, link="https://www.google.com/maps"),
    ManualTaskKind.PUBLISH_BRIEF: Guide(minutes=10),
    ManualTaskKind.PLAN_FESTIVALS: Guide(minutes=10),
    ManualTaskKind.CHECK_CONNECTIONS: Guide(minutes=5),
    ManualTaskKind.ADD_PHOTOS: Guide(minutes=5, link="https://business.google.com/photos"),
    ManualTaskKind.THANK_VISITORS: Guide(minutes=5),
    ManualTaskKind.ASK_FOR_REVIEWS: Guide(minutes=5, link="https://business.google.com"),
    ManualTaskKind.WIN_BACK_CUSTOMERS: Guide(minutes=10),
    ManualTaskKind.LIST_UNANSWERED: Guide(minutes=5),
    ManualTaskKind.CHECK_MESSAGE_COSTS: Guide(minutes=3),
    ManualTaskKind.CHECK_TEMPLATES: Guide(minutes=3, link=_TEMPLATES),
    ManualTaskKind.APPROVE_POST: Guide(minutes=2),
    ManualTaskKind.POST_BY_HAND: Guide(minutes=4),
    ManualTaskKind.CHECK_POST: Guide(minutes=3),
}


def problems_of(task: NewManualTask) -> Mapping[str, str]:
    """Return by field what keeps a task from being told; nothing where all is well."""
    problems: dict[str, str] = {}
    if not 0 < len(task.key) <= MOST_KEY_CHARACTERS:
        problems["key"] = f"must have 1 to {MOST_KEY_CHARACTERS} characters"
    if missing := sorted(slots_of(task.kind) - task.facts.keys()):
        problems["facts"] = f"must say {', '.join(missing)}"
    return problems


def slots_of(kind: ManualTaskKind) -> set[str]:
    """Return which facts the words of a kind speak of."""
    texts = [text for words in (ENGLISH[kind], HINDI[kind]) for text in (words.title, *words.steps)]
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def told(words: TaskWords, facts: Mapping[str, str]) -> TaskWords:
    """Return words with their slots filled."""
    return TaskWords(
        title=words.title.format_map(facts),
        steps=tuple(step.format_map(facts) for step in words.steps),
        why_not_automated=words.why_not_automated,
        done_when=words.done_when,
    )
