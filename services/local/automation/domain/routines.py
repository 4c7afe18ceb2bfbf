"""What routine work does a shop have every day, and who does it at present?

The minutes are our own estimate of what a run takes by hand, declared and not measured; a shop's
own samples take their place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """Where the work is done."""

    SOCIAL_MEDIA = "social_media"
    WHATSAPP = "whatsapp"
    GMB = "gmb"
    SHOP = "shop"


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
    WATCH_COMPETITORS = "watch_competitors"
    BOOK_APPOINTMENTS = "book_appointments"
    FOLLOW_UP_NO_SHOWS = "follow_up_no_shows"
    THANK_VISITORS = "thank_visitors"
    ASK_FOR_REVIEWS = "ask_for_reviews"
    WIN_BACK_CUSTOMERS = "win_back_customers"
    SEND_OFFERS = "send_offers"
    ADD_PHOTOS = "add_photos"
    CHECK_MESSAGE_COSTS = "check_message_costs"
    CHECK_TEMPLATES = "check_templates"
    PLAN_FESTIVALS = "plan_festivals"
    BACK_UP_ORDERS = "back_up_orders"


class Doing(StrEnum):
    """Who does a routine where its channel is connected; without it, a person from a task."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutineFacts:
    """What is the same of a routine for every shop."""

    channel: Channel
    title: str
    minutes: int
    doing: Doing = Doing.MANUAL


ROUTINES: Mapping[Routine, RoutineFacts] = {
    Routine.CREATE_CONTENT: RoutineFacts(
        channel=Channel.SOCIAL_MEDIA,
        title="Write today's post",
        minutes=15,
        doing=Doing.AUTOMATIC,
    ),
    Routine.PUBLISH_POST: RoutineFacts(
        channel=Channel.SOCIAL_MEDIA, title="Publish it on Facebook and Instagram", minutes=6
    ),
    Routine.ENGAGE: RoutineFacts(
        channel=Channel.SOCIAL_MEDIA, title="Answer comments on the shop's own posts", minutes=10
    ),
    Routine.ANSWER_INQUIRIES: RoutineFacts(
        channel=Channel.WHATSAPP,
        title="Answer inquiries",
        minutes=3,
        doing=Doing.AUTOMATIC,
    ),
    Routine.SEND_REMINDERS: RoutineFacts(
        channel=Channel.WHATSAPP,
        title="Remind customers of their appointments",
        minutes=2,
        doing=Doing.AUTOMATIC,
    ),
    Routine.CUSTOMER_SERVICE: RoutineFacts(
        channel=Channel.WHATSAPP, title="Answer what needs a person", minutes=5
    ),
    Routine.POST_UPDATE: RoutineFacts(
        channel=Channel.GMB,
        title="Post an update on the Google profile",
        minutes=8,
        doing=Doing.AUTOMATIC,
    ),
    Routine.REPLY_TO_REVIEWS: RoutineFacts(
        channel=Channel.GMB,
        title="Reply to reviews",
        minutes=4,
        doing=Doing.AUTOMATIC,
    ),
    Routine.UPDATE_INFO: RoutineFacts(
        channel=Channel.GMB, title="Keep hours and details of the profile right", minutes=3
    ),
    Routine.READ_REVIEWS: RoutineFacts(
        channel=Channel.GMB, title="Look for new reviews", minutes=2
    ),
    Routine.WATCH_COMPETITORS: RoutineFacts(
        channel=Channel.SHOP, title="See what changed around the shop", minutes=10
    ),
    Routine.BOOK_APPOINTMENTS: RoutineFacts(
        channel=Channel.WHATSAPP, title="Book and move appointments", minutes=4
    ),
    Routine.FOLLOW_UP_NO_SHOWS: RoutineFacts(
        channel=Channel.WHATSAPP, title="Write to those who did not come", minutes=3
    ),
    Routine.THANK_VISITORS: RoutineFacts(
        channel=Channel.WHATSAPP, title="Thank visitors", minutes=2
    ),
    Routine.ASK_FOR_REVIEWS: RoutineFacts(
        channel=Channel.WHATSAPP, title="Ask visitors for a review", minutes=2
    ),
    Routine.WIN_BACK_CUSTOMERS: RoutineFacts(
        channel=Channel.WHATSAPP, title="Write to customers who stay away", minutes=5
    ),
    Routine.SEND_OFFERS: RoutineFacts(
        channel=Channel.WHATSAPP, title="Send an offer to those who want offers", minutes=15
    ),
    Routine.ADD_PHOTOS: RoutineFacts(
        channel=Channel.GMB, title="Add fresh photos to the profile", minutes=5
    ),
    Routine.CHECK_MESSAGE_COSTS: RoutineFacts(
        channel=Channel.SHOP, title="See what messages have cost", minutes=3
    ),
    Routine.CHECK_TEMPLATES: RoutineFacts(
        channel=Channel.WHATSAPP, title="See whether the templates are approved", minutes=3
    ),
    Routine.PLAN_FESTIVALS: RoutineFacts(
        channel=Channel.SHOP, title="Plan for the next festival", minutes=10
    ),
    Routine.BACK_UP_ORDERS: RoutineFacts(
        channel=Channel.SHOP, title="Import the day's orders", minutes=5
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
# Work that comes once a day whether or not anything happens; the rest comes with its occasions.
ONCE_A_DAY = (
    Routine.CREATE_CONTENT,
    Routine.PUBLISH_POST,
    Routine.ENGAGE,
    Routine.POST_UPDATE,
    Routine.UPDATE_INFO,
)
# Of these, what the platform does where the Google profile is connected.
WRITTEN = (Routine.CREATE_CONTENT, Routine.POST_UPDATE)
