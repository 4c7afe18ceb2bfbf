"""What does a person have to do, why not the platform, and how may a task go on?

The same key opens one task, however often it is asked for, and one that has ended stays ended: it
was for one occasion. The next occasion has its own key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

MOST_KEY_CHARACTERS = 200


class ManualTaskKind(StrEnum):
    """What is to be done; each kind has its words, its minutes and its link."""

    APPROVE_REVIEW_REPLY = "approve_review_reply"
    REPLY_TO_REVIEW = "reply_to_review"
    CHECK_REVIEW_REPLY = "check_review_reply"
    RECONNECT_GOOGLE = "reconnect_google"
    RECONNECT_FACEBOOK = "reconnect_facebook"
    RECONNECT_INSTAGRAM = "reconnect_instagram"
    ANSWER_MESSAGE = "answer_message"
    SEND_MESSAGE = "send_message"
    CHECK_MESSAGE = "check_message"
    RECONNECT_WHATSAPP = "reconnect_whatsapp"
    LOOK_AT_TEMPLATE = "look_at_template"
    LOOK_AT_REMOVED_REVIEWS = "look_at_removed_reviews"
    REPAIR_WEBHOOK = "repair_webhook"
    CREATE_CONTENT = "create_content"
    PUBLISH_POST = "publish_post"
    ENGAGE = "engage"
    POST_UPDATE = "post_update"
    UPDATE_INFO = "update_info"
    READ_REVIEWS = "read_reviews"
    CHECK_REMOVED_REVIEWS = "check_removed_reviews"
    WATCH_COMPETITORS = "watch_competitors"
    PUBLISH_BRIEF = "publish_brief"
    PLAN_FESTIVALS = "plan_festivals"
    CHECK_CONNECTIONS = "check_connections"
    ADD_PHOTOS = "add_photos"
    THANK_VISITORS = "thank_visitors"
    ASK_FOR_REVIEWS = "ask_for_reviews"
    WIN_BACK_CUSTOMERS = "win_back_customers"
    LIST_UNANSWERED = "list_unanswered"
    CHECK_MESSAGE_COSTS = "check_message_costs"
    CHECK_TEMPLATES = "check_templates"
    APPROVE_POST = "approve_post"
    POST_BY_HAND = "post_by_hand"
    CHECK_POST = "check_post"


class Reason(StrEnum):
    """Why the platform does not do it itself."""

    NEEDS_APPROVAL = "needs_approval"
    NOT_CONNECTED = "not_connected"
    NEEDS_RECONNECT = "needs_reconnect"
    REJECTED = "rejected"
    UNKNOWN_OUTCOME = "unknown_outcome"
    NOT_VERIFIED = "not_verified"
    NEEDS_PERSON = "needs_person"
    WINDOW_CLOSED = "window_closed"
    TEMPLATE_NOT_APPROVED = "template_not_approved"
    TEMPLATE_TOO_SLOW = "template_too_slow"
    OVER_CAP = "over_cap"
    NOT_AUTOMATED = "not_automated"


class TaskState(StrEnum):
    """How far a task is; the last three are ends."""

    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"
    DECLINED = "declined"
    CLOSED = "closed"  # the platform saw that nothing is left to do


ENDED = frozenset({TaskState.DONE, TaskState.DECLINED, TaskState.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewManualTask:
    """A task as whoever needs it asks for it; `facts` fill the slots of its words.

    `text_to_copy` is prepared for the person; `link` leads to the very place, where the kind's own
    link would lead only to the site.
    """

    key: str
    kind: ManualTaskKind
    reason: Reason
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    text_to_copy: str | None = None
    link: str | None = None
    due_at: datetime | None = None


def may_become(present: TaskState, wished: TaskState) -> bool:
    """Tell whether a task may go on so; to become what it is changes nothing, and may be."""
    if present is wished:
        return True
    return present not in ENDED and wished is not TaskState.OPEN
