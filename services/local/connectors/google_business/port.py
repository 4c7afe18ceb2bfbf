"""What we ask of a Google Business Profile, and what its answers hold.

The connection's account names the profile: `account_id` and `location_id`, digits without a path;
its secrets are `access_token` and `refresh_token`. Names of reviews and posts are Google's whole
resource names, `accounts/1/locations/2/reviews/3`, and are refused if they lie under another
profile. `Done.data` holds plain JSON; each class says which keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

VENDOR = "google_my_business"

MOST_REPLY_BYTES = 4096
MOST_POST_CHARACTERS = 1500


class PostTopic(StrEnum):
    """What a post is; an offer and an event have a title and a time."""

    STANDARD = "STANDARD"
    EVENT = "EVENT"
    OFFER = "OFFER"
    ALERT = "ALERT"


class AlertType(StrEnum):
    """What an alert is about; Google knows one kind."""

    COVID_19 = "COVID_19"


class PostState(StrEnum):
    """Whether a post can be seen: a created post is PROCESSING, and may yet be REJECTED."""

    PROCESSING = "PROCESSING"
    LIVE = "LIVE"
    REJECTED = "REJECTED"


class ReplyState(StrEnum):
    """Whether a reply can be seen."""

    PENDING = "PENDING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"


class ActionType(StrEnum):
    """What the button of a post does; CALL dials the profile's own number and takes no address."""

    BOOK = "BOOK"
    ORDER = "ORDER"
    SHOP = "SHOP"
    LEARN_MORE = "LEARN_MORE"
    SIGN_UP = "SIGN_UP"
    CALL = "CALL"


class MediaCategory(StrEnum):
    """Where on the profile a photo belongs."""

    COVER = "COVER"
    PROFILE = "PROFILE"
    LOGO = "LOGO"
    EXTERIOR = "EXTERIOR"
    INTERIOR = "INTERIOR"
    PRODUCT = "PRODUCT"
    AT_WORK = "AT_WORK"
    FOOD_AND_DRINK = "FOOD_AND_DRINK"
    MENU = "MENU"
    COMMON_AREA = "COMMON_AREA"
    ROOMS = "ROOMS"
    TEAMS = "TEAMS"
    ADDITIONAL = "ADDITIONAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReviews:
    """`review.list`: one page, the last changed first.

    Data: `reviews` (each `name`, `stars` 1-5 or None, `comment` or None where only stars were
    given, `reviewer` or None, `created_at`, `updated_at`, `reply` or None with `comment`,
    `updated_at`, `state` or None, `policy_violation` or None), `next_page_token` or None,
    `average_rating`, `total`.
    """

    page_size: int = 50
    page_token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReview:
    """`review.read`. Data: as one of `reviews`."""

    review_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyToReview:
    """`review.reply`: replaces an earlier reply. Data: as `reply` of a review."""

    review_name: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteReviewReply:
    """`review.delete_reply`."""

    review_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostEvent:
    """When an event or an offer is, in the shop's own time; without times it is whole days."""

    title: str
    first_day: date
    last_day: date
    opens: time | None = None
    closes: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostOffer:
    """How an offer is redeemed."""

    coupon_code: str | None = None
    redeem_online_url: str | None = None
    terms: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallToAction:
    """The button of a post."""

    action: ActionType
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatePost:
    """`post.create`. `remote_id` is the post's name; data: as of `post.read`, and `warnings`.

    A STANDARD post is text; an EVENT and an OFFER need `event`; an ALERT needs `alert_type`.
    Google drops the button of an offer: it is not sent, and `warnings` says so. `first_tried_at`
    is when the wish was first acted on, and stays the same over every attempt: after silence, only
    a post that is not older can be this one.
    """

    topic: PostTopic
    summary: str
    first_tried_at: datetime
    language_code: str = "en"
    event: PostEvent | None = None
    offer: PostOffer | None = None
    alert_type: AlertType | None = None
    call_to_action: CallToAction | None = None
    media_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPost:
    """`post.read`. Data: `state` (a PostState), `summary`, `search_url` or None, `created_at`."""

    post_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletePost:
    """`post.delete`."""

    post_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateMedia:
    """`media.create`: one photo from a public address. `remote_id` is its name.

    Data: `source_url`, `google_url` or None, `created_at`. An address counts once: a second photo
    from the same one, after silence, is taken for the first.
    """

    source_url: str
    category: MediaCategory = MediaCategory.ADDITIONAL
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPeriod:
    """One stretch of a week; days as Monday 1 to Sunday 7, `closes_at` None is midnight."""

    opens_on: int
    opens_at: time
    closes_on: int
    closes_at: time | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """A day with hours of its own: closed where `opens_at` is None; midnight as above."""

    day: date
    opens_at: time | None = None
    closes_at: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHours:
    """`hours.set`: replaces the week, the special days, or both; None leaves as it is.

    Data: as of `location.read`. A dry run is checked by Google itself.
    """

    week: Sequence[OpenPeriod] | None = None
    special_days: Sequence[SpecialDay] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One attribute of a profile: values, or addresses where Google asks for a URL."""

    name: str
    values: Sequence[bool | str] = ()
    urls: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAttributes:
    """`attributes.set`: replaces the named ones, leaves the others."""

    attributes: Sequence[Attribute]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLocation:
    """`location.read`: the profile as the owner gave it.

    Data: `title`, `is_open` or None, `week` and `special_days` as Google writes them,
    `has_google_updated`, `has_pending_edits`, `has_voice_of_merchant`, `place_id`, `maps_url`.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadGoogleUpdates:
    """`location.google_updated`: the profile as Google shows it.

    Data: `differing` and `pending` (names of fields), `location` as Google writes it.
    """


class DailyMetric(StrEnum):
    """What Google counts for a profile and a day; the deprecated ones are left out."""

    IMPRESSIONS_DESKTOP_MAPS = "BUSINESS_IMPRESSIONS_DESKTOP_MAPS"
    IMPRESSIONS_DESKTOP_SEARCH = "BUSINESS_IMPRESSIONS_DESKTOP_SEARCH"
    IMPRESSIONS_MOBILE_MAPS = "BUSINESS_IMPRESSIONS_MOBILE_MAPS"
    IMPRESSIONS_MOBILE_SEARCH = "BUSINESS_IMPRESSIONS_MOBILE_SEARCH"
    DIRECTION_REQUESTS = "BUSINESS_DIRECTION_REQUESTS"
    CALL_CLICKS = "CALL_CLICKS"
    WEBSITE_CLICKS = "WEBSITE_CLICKS"
    BOOKINGS = "BUSINESS_BOOKINGS"
    FOOD_MENU_CLICKS = "BUSINESS_FOOD_MENU_CLICKS"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMetrics:
    """`metrics.read`: a figure for each metric and day, both ends included.

    Data: `series`, which maps a metric to days (ISO) to counts. Google leaves out the count of a
    day with none, which is 0 here; it leaves out the day where it does not know, as does this.
    """

    metrics: Sequence[DailyMetric]
    first_day: date
    last_day: date
