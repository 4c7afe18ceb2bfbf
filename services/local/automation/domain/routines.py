"""What routine work does a shop have, when does it come, and who does it at present?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from local.pauses.domain.pause import PausedChannel

MINUTES_SOURCE = "Our own estimate of one run by hand: declared, not measured."
_DAY_BEGINS, _DAY_ENDS = time(0), time(23, 59)
_AFTERNOON, _EVENING = time(17), time(20)
# With less of the day left than this, a shop would not see the brief before the next one.
_NOON = time(12)


class Channel(StrEnum):
    """Where the work is done."""

    SOCIAL_MEDIA = "social_media"
    WHATSAPP = "whatsapp"
    GMB = "gmb"
    SHOP = "shop"

    @property
    def paused_as(self) -> PausedChannel:
        """Return which switch stops it; what has none of its own stops with everything."""
        return _SWITCHES.get(self, PausedChannel.EVERYTHING)


_SWITCHES: Mapping[Channel, PausedChannel] = {
    Channel.WHATSAPP: PausedChannel.WHATSAPP,
    Channel.GMB: PausedChannel.GOOGLE,
}


class Routine(StrEnum):
    """The nine that the platform was founded for, and the rest of a shop's day."""

    CREATE_CONTENT = "create_content"
    PUBLISH_POST = "publish_post"
    ENGAGE = "engage"
    ANSWER_INQUIRIES = "answer_inquiries"
    SEND_REMINDERS = "send_reminders"
    CUSTOMER_SERVICE = "customer_service"
    POST_UPDATE = "post_update"
    REPLY_TO_REVIEWS = "reply_to_reviews"
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


class Doing(StrEnum):
    """Who does a routine where its channel is connected; without it, a person from a task."""

    AUTOMATIC = "automatic"
    PREPARED = "prepared"  # the platform looks whether there is anything, a person does it
    MANUAL = "manual"


class Approval(StrEnum):
    """How far the platform may go with a routine by itself."""

    AUTO = "auto"
    ASK = "ask"  # it prepares, a person decides
    NEVER = "never"  # a person does it


class Weekday(StrEnum):
    """A day of the week, for what need not be done on every day."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutineFacts:
    """What is the same of a routine for every shop.

    It may begin at `earliest`, and after `latest` it is stale: too late to be of use that day. What
    `can_be_caught_up` is still of use on the day after. An `is_own_check` is the platform's own
    business: no shop did it before, and no share of the work is claimed for it.
    """

    channel: Channel
    title: str
    minutes: int
    doing: Doing = Doing.MANUAL
    approval: Approval = Approval.AUTO
    comes_by_occasion: bool = False
    is_own_check: bool = False
    weekday: Weekday | None = None
    earliest: time = _DAY_BEGINS
    latest: time = _DAY_ENDS
    can_be_caught_up: bool = False

    def comes_on(self, day: date) -> bool:
        """Tell whether the routine is due once on a day, whatever happens at the shop."""
        is_its_day = self.weekday is None or list(Weekday).index(self.weekday) == day.weekday()
        return is_its_day and not self.comes_by_occasion


ROUTINES: Mapping[Routine, RoutineFacts] = {
    Routine.CREATE_CONTENT: RoutineFacts(
        channel=Channel.SOCIAL_MEDIA,
        title="Write today's post",
        minutes=15,
        doing=Doing.AUTOMATIC,
        approval=Approval.ASK,
        latest=_AFTERNOON,
    ),
    Routine.PUBLISH_POST: RoutineFacts(
        channel=Channel.SOCIAL_MEDIA,
        title="Publish it on Facebook and Instagram",
        minutes=6,
        doing=Doing.AUTOMATIC,
        approval=Approval.ASK,
        latest=_EVENING,
    ),
    Routine.ENGAGE: RoutineFacts(
        channel=Channel.SOCIAL_MEDIA,
        title="Answer comments on the shop's own posts",
        minutes=10,
        approval=Approval.ASK,
        can_be_caught_up=True,
    ),
    Routine.ANSWER_INQUIRIES: RoutineFacts(
        channel=Channel.WHATSAPP,
        title="Answer inquiries",
        minutes=3,
        doing=Doing.AUTOMATIC,
        comes_by_occasion=True,
    ),
    Routine.SEND_REMINDERS: RoutineFacts(
        channel=Channel.WHATSAPP,
        title="Remind customers of their appointments",
        minutes=2,
        doing=Doing.AUTOMATIC,
        comes_by_occasion=True,
    ),
    Routine.CUSTOMER_SERVICE: RoutineFacts(
        channel=Channel.WHATSAPP,
        title="Answer what needs a person",
        minutes=5,
        approval=Approval.NEVER,
        comes_by_occasion=True,
    ),
    Routine.POST_UPDATE: RoutineFacts(
        channel=Channel.GMB,
        title="Post an update on the Google profile",
        minutes=8,
        doing=Doing.AUTOMATIC,
        approval=Approval.ASK,
        latest=_EVENING,
    ),
    Routine.REPLY_TO_REVIEWS: RoutineFacts(
        channel=Channel.GMB,
        title="Reply to reviews",
        minutes=4,
        doing=Doing.AUTOMATIC,
        comes_by_occasion=True,
    ),
    Routine.UPDATE_INFO: RoutineFacts(
        channel=Channel.GMB,
        title="Keep hours and details of the profile right",
        minutes=3,
        approval=Approval.ASK,
    ),
    Routine.READ_REVIEWS: RoutineFacts(
        channel=Channel.GMB,
        title="Look for new reviews",
        minutes=2,
        doing=Doing.AUTOMATIC,
        is_own_check=True,
        can_be_caught_up=True,
    ),
    Routine.CHECK_REMOVED_REVIEWS: RoutineFacts(
        channel=Channel.GMB,
        title="See whether reviews have disappeared",
        minutes=5,
        doing=Doing.AUTOMATIC,
        weekday=Weekday.FRIDAY,
    ),
    Routine.WATCH_COMPETITORS: RoutineFacts(
        channel=Channel.SHOP,
        title="See what changed around the shop",
        minutes=10,
        weekday=Weekday.MONDAY,
    ),
    Routine.PUBLISH_BRIEF: RoutineFacts(
        channel=Channel.SHOP,
        title="Put the day's figures and opportunities together",
        minutes=10,
        doing=Doing.AUTOMATIC,
        is_own_check=True,
        earliest=time(4),
        latest=_NOON,
    ),
    Routine.PLAN_FESTIVALS: RoutineFacts(
        channel=Channel.SHOP,
        title="Plan for the next festival",
        minutes=10,
        weekday=Weekday.TUESDAY,
    ),
    Routine.CHECK_CONNECTIONS: RoutineFacts(
        channel=Channel.SHOP,
        title="See whether the connected accounts still work",
        minutes=2,
        doing=Doing.AUTOMATIC,
        is_own_check=True,
    ),
    Routine.ADD_PHOTOS: RoutineFacts(
        channel=Channel.GMB,
        title="Add fresh photos to the profile",
        minutes=5,
        weekday=Weekday.THURSDAY,
    ),
    Routine.THANK_VISITORS: RoutineFacts(
        channel=Channel.WHATSAPP,
        title="Thank visitors",
        minutes=2,
        latest=_EVENING,
    ),
    Routine.ASK_FOR_REVIEWS: RoutineFacts(
        channel=Channel.WHATSAPP,
        title="Ask visitors for a review",
        minutes=2,
        latest=_EVENING,
    ),
    Routine.WIN_BACK_CUSTOMERS: RoutineFacts(
        channel=Channel.WHATSAPP,
        title="Write to customers who stay away",
        minutes=5,
        approval=Approval.ASK,
        weekday=Weekday.WEDNESDAY,
        latest=_EVENING,
    ),
    Routine.LIST_UNANSWERED: RoutineFacts(
        channel=Channel.WHATSAPP,
        title="Look for inquiries that nobody has answered",
        minutes=3,
        doing=Doing.PREPARED,
        is_own_check=True,
        earliest=time(10),
        can_be_caught_up=True,
    ),
    Routine.CHECK_MESSAGE_COSTS: RoutineFacts(
        channel=Channel.SHOP,
        title="See what messages have cost",
        minutes=3,
        doing=Doing.AUTOMATIC,
        is_own_check=True,
    ),
    Routine.CHECK_TEMPLATES: RoutineFacts(
        channel=Channel.WHATSAPP,
        title="See whether the templates are approved",
        minutes=3,
        doing=Doing.AUTOMATIC,
        is_own_check=True,
    ),
}
DAILY: Mapping[Channel, Sequence[Routine]] = {
    Channel.SOCIAL_MEDIA: (Routine.CREATE_CONTENT, Routine.PUBLISH_POST, Routine.ENGAGE),
    Channel.WHATSAPP: (
        Routine.ANSWER_INQUIRIES,
        Routine.SEND_REMINDERS,
        Routine.CUSTOMER_SERVICE,
    ),
    Channel.GMB: (Routine.POST_UPDATE, Routine.REPLY_TO_REVIEWS, Routine.UPDATE_INFO),
}
THE_NINE = frozenset(routine for routines in DAILY.values() for routine in routines)
THE_REST = tuple(routine for routine in Routine if routine not in THE_NINE)


def routines_of(day: date) -> Sequence[Routine]:
    """Return what is due once on a day; the rest comes with its occasions."""
    return [routine for routine, facts in ROUTINES.items() if facts.comes_on(day)]
