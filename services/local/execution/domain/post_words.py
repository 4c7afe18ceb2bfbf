"""Of which sentences are posts made, in whichever language?

None says what a shop has not said of itself: no price, no goods, no praise of its own. Tips are
common knowledge of the trade.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from local.businesses.domain.category import BusinessCategory
from local.reviews.domain.topics import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class PostWords:
    """The parts of a post in one language.

    `closings` end any post, `closings_open` tell today's {hours} and `closings_closed` when we are
    back. `wishes` follow a greeting. `ahead` announces a {festival} some {days} away, `get_ready`
    adds what that means for a trade. The rest tells one fact each.
    """

    closings: Sequence[str]
    closings_open: Sequence[str]
    closings_closed: Sequence[str]
    wishes: Sequence[str]
    ahead: Sequence[str]
    get_ready: Mapping[BusinessCategory, str]
    open_on_sunday: Sequence[str]
    weekly_off: Sequence[str]
    open_late: Sequence[str]
    open_early: Sequence[str]
    at_home: Sequence[str]
    offer: Sequence[str]
    offer_ends_today: Sequence[str]
    praised: Sequence[str]
    topics: Mapping[Topic, str]
    weekdays: Sequence[str]
    months: Sequence[str]
    tips: Mapping[BusinessCategory, Sequence[str]]
